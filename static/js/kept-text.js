// Keeps in the browser what was typed into the editor's form until the site has it, and offers it
// again on the same form. Signing out removes it.
(() => {
  const PREFIX = "typed-text:";
  const URL_OF_SESSION = document.currentScript.dataset.url;
  const WAIT_MILLISECONDS = 300;
  const OLDEST_MILLISECONDS = 30 * 24 * 60 * 60 * 1000;
  const LEFT_OUT = new Set(["csrfmiddlewaretoken", "typed_text_id", "next", "take_theirs"]);
  const ABOUT_VERSIONS = new Set([
    "edit_state",
    "loaded_revision_created_at",
    "loaded_revision_id",
    "overwrite_revision_id",
  ]);
  const form = document.querySelector("[data-edit-form]");
  const user = form?.elements.edit_state?.dataset.user;
  const cameBackWithErrors = form?.dataset.wUnsavedForceValue === "true";
  const makeId = () =>
    Array.from(crypto.getRandomValues(new Uint32Array(4)), (n) => n.toString(36)).join("");
  // Names this page's entry in the browser's store.
  const id = makeId();

  const listKeys = () => Object.keys(localStorage).filter((key) => key.startsWith(PREFIX));
  const removeKeys = (keys) => {
    for (const key of keys) localStorage.removeItem(key);
  };
  const getKey = () => `${PREFIX}${user}:${new URL(form.action).pathname}#${id}`;

  function read(key) {
    try {
      return JSON.parse(localStorage.getItem(key)) ?? {};
    } catch {
      return {};
    }
  }

  function write(key, entry) {
    try {
      localStorage.setItem(key, JSON.stringify(entry));
    } catch {
      // The browser's store is full: the oldest text makes room for the newest.
      const [oldest] = listKeys()
        .filter((other) => other !== key)
        .sort((one, two) => (read(one).at ?? 0) - (read(two).at ?? 0));
      if (oldest) {
        localStorage.removeItem(oldest);
        write(key, entry);
      }
    }
  }

  function removeMine() {
    removeKeys(listKeys().filter((key) => key.endsWith(`#${id}`)));
  }

  // From then on until somebody types again, leaving the page keeps nothing.
  let isSigningOut = false;
  document.addEventListener(
    "submit",
    ({ target }) => {
      if (new URL(target.action, location).pathname.endsWith("/logout/")) {
        isSigningOut = true;
        removeKeys(listKeys());
      }
    },
    true,
  );

  async function removeSaved() {
    removeKeys(listKeys().filter((key) => Date.now() - read(key).at > OLDEST_MILLISECONDS));
    if (!listKeys().length) {
      return;
    }
    const response = await fetch(URL_OF_SESSION, { cache: "no-store", redirect: "manual" });
    if (response.ok) {
      const { saved } = await response.json();
      removeKeys(listKeys().filter((key) => saved.includes(read(key).text_id)));
    }
  }

  if (!user) {
    removeSaved().catch(() => {});
    return;
  }

  let isDirty = false;
  // Whether somebody pressed a key or a button on this page, whatever Wagtail takes for a change.
  let hasInteracted = false;
  let timer = null;
  // Counts what somebody does on the page; widgets change the form as well when they are drawn.
  let changes = 0;
  let saving = { text: "", changes: -1 };
  let isStored = false;
  let named = { text: "", id: "" };

  const getData = (data = new FormData(form)) =>
    [...data].filter(
      ([name, value]) =>
        typeof value === "string" &&
        !LEFT_OUT.has(name) &&
        !name.startsWith("action-") &&
        !name.startsWith("workflow-action"),
    );
  const getText = (data) => JSON.stringify(data.filter(([name]) => !ABOUT_VERSIONS.has(name)));

  // Another text has another name, so that the site can say which it has.
  function nameText(data) {
    const text = getText(data);
    if (named.text !== text) {
      named = { text, id: makeId() };
    }
    return named.id;
  }

  // Sends the name with the text, whoever sends the form and when.
  form.addEventListener("formdata", ({ formData }) =>
    formData.set("typed_text_id", nameText(getData(formData))),
  );

  function keep(more = {}) {
    clearTimeout(timer);
    if (isDirty && !isSigningOut) {
      const data = getData();
      write(getKey(), {
        at: Date.now(),
        action: form.action,
        data,
        text_id: nameText(data),
        ...more,
      });
    }
  }

  // While a button's request is under way, nobody has typed anything else.
  const keepAsSent = () => keep(read(getKey()).sent ? { sent: true } : {});

  function change(event) {
    if (event.isTrusted || event.type === "input") {
      changes += 1;
      isDirty = true;
      isSigningOut = false;
      clearTimeout(timer);
      timer = setTimeout(keep, WAIT_MILLISECONDS);
    }
  }

  for (const name of ["keydown", "pointerdown"]) {
    document.addEventListener(
      name,
      ({ isTrusted }) => {
        changes += isTrusted;
        hasInteracted ||= isTrusted;
      },
      true,
    );
  }
  for (const name of ["input", "change", "paste", "drop"]) {
    form.addEventListener(name, change, true);
  }
  // What changes without the keyboard, such as a chosen page, is noticed by Wagtail.
  form.addEventListener("w-unsaved:add", () => {
    if (isDirty || hasInteracted) {
      isDirty = true;
      keepAsSent();
    }
  });
  form.addEventListener("w-autosave:save", ({ detail }) => {
    // Rich text that has not reached the form yet is not sent.
    const isComplete = !globalThis.autosaveGuard.getRichTextDelay();
    saving = { text: getText(getData(detail.formData)), changes: isComplete ? changes : -1 };
  });
  document.addEventListener("w-autosave:success", () => {
    const isSame = saving.changes === changes || saving.text === getText(getData());
    if (isSame && !globalThis.autosaveGuard.getRichTextDelay()) {
      isDirty = false;
      isStored = true;
      clearTimeout(timer);
      removeMine();
    }
  });
  form.addEventListener("submit", () => keep({ sent: true }));
  window.addEventListener("pagehide", keepAsSent);

  function restore(entry, key) {
    const again = document.createElement("form");
    Object.assign(again, { method: "post", action: entry.action, enctype: "multipart/form-data" });
    const values = [
      ...entry.data,
      ["typed_text_id", entry.text_id],
      ["csrfmiddlewaretoken", form.elements.csrfmiddlewaretoken.value],
    ];
    for (const [name, value] of values) {
      const field = document.createElement("textarea");
      Object.assign(field, { name, value });
      again.append(field);
    }
    again.hidden = true;
    document.body.append(again);
    write(key, { ...entry, sent: true });
    again.submit();
  }

  function offer(key) {
    const entry = read(key);
    const notice = document.createElement("div");
    notice.className = "edit-notice";
    notice.setAttribute("role", "status");
    const moment = new Date(entry.at).toLocaleString("en-GB", {
      dateStyle: "long",
      timeStyle: "short",
      timeZone: "Europe/London",
    });
    notice.append(`On ${moment} you typed text here that was not saved. `);
    const buttons = [
      ["Restore it as a draft", () => restore(entry, key)],
      ["Delete it", () => notice.remove() ?? localStorage.removeItem(key)],
    ];
    for (const [label, act] of buttons) {
      const button = document.createElement("button");
      Object.assign(button, { type: "button", className: "button button-small button-secondary" });
      button.textContent = label;
      button.addEventListener("click", act);
      notice.append(button, " ");
    }
    form.querySelector("footer")?.prepend(notice);
  }

  async function start() {
    await removeSaved().catch(() => {});
    const prefix = `${PREFIX}${user}:${new URL(form.action).pathname}#`;
    const keys = listKeys().filter((key) => key.startsWith(prefix) && !key.endsWith(`#${id}`));
    keys.sort((one, two) => read(one).at - read(two).at);
    // A form that came back with its errors holds the words already.
    if (cameBackWithErrors && !isStored) {
      removeKeys(keys.filter((key) => read(key).sent));
      isDirty = true;
      keep();
    }
    // What the form shows already is no loss.
    const shown = getText(getData());
    removeKeys(keys.filter((key) => read(key).data && getText(read(key).data) === shown));
    keys.filter((key) => localStorage.getItem(key)).forEach(offer);
  }

  start();
})();
