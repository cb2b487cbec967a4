// Sends the editor's form, as it stands and unsaved, to be looked over; shows what was found.
// Errors in the form that are no longer found are taken away there.
const UNREACHABLE =
  "The site did not answer. Your work is still here: save it, and check again in a moment.";

// How long nobody types before a form with errors is checked again.
const PAUSE_MILLISECONDS = 1000;
const ERRORS = ".w-field__errors .error-message, .help-block.help-critical";

// Returns the name of the field or panel that an error is shown in; "" if it is not known.
function nameOf(error, form) {
  const row = error.closest("[data-inline-panel-child]");
  if (row) {
    return row.id.replace(/^inline_child_(.*)-\d+$/, "$1");
  }
  let name = "";
  for (let element = error; element !== form; element = element.parentElement) {
    name = element.dataset.contentpath ?? name;
  }
  return name;
}

// Returns whether a field that was empty has something in it now.
function isFilled(error) {
  const field = error.closest("[data-field]:not(:has([data-streamfield-stream-count]))");
  const inputs = field?.querySelectorAll("input:not([type=button]), textarea, select") ?? [];
  return [...inputs].some((input) =>
    ["checkbox", "radio"].includes(input.type)
      ? input.checked
      : !["", "null"].includes(input.value.trim()),
  );
}

function takeAway(error) {
  const list = error.closest("[data-field-errors]");
  const field = error.closest("[data-field]");
  error.remove();
  if (list && !list.querySelector(".error-message")) {
    list.querySelector("svg")?.setAttribute("hidden", "");
    field?.classList.remove("w-field--error");
    for (const input of field?.querySelectorAll("[aria-invalid]") ?? []) {
      input.removeAttribute("aria-invalid");
    }
  }
}

// Returns whether an error is that of a field with one value, so that another may stand in its place.
// The checklist names only the outermost field, so it says nothing about a block in a stream.
function isOfPlainField(error) {
  const isNested = error.closest("[data-contentpath]")?.parentElement.closest("[data-contentpath]");
  const isStream = error.closest("[data-field]")?.querySelector("[data-streamfield-stream-count]");
  return !isNested && !isStream && !error.closest("[data-inline-panel-child]");
}

// Removes the lines of the red bar that are fixed. If none is left of a refused publication, lists
// what is still wrong.
function updateErrorList(list, found) {
  const textOf = (element) => element.textContent.replace(/\s+/g, " ").trim();
  const left = new Set(found.map(textOf));
  for (const line of list.querySelectorAll("li:not(.missing__more)")) {
    if (!left.has(textOf(line))) {
      line.remove();
    }
  }
  const isForPublication = "forPublication" in list.dataset;
  if (!isForPublication || list.querySelector("li:not(.missing__more)")) {
    return;
  }
  list.replaceChildren(
    ...found.map((item) => {
      const line = document.createElement("li");
      const place = document.createElement("b");
      place.textContent = item.querySelector("button")?.textContent ?? "";
      line.append(place, ` ${item.dataset.message}`);
      return line;
    }),
  );
}

// Takes away the errors that the form shows and that `found`, a list of what is wrong, does not hold.
// What is wrong with a field now stands in the place of what was.
function clearFixed(form, found) {
  for (const error of form.querySelectorAll(ERRORS)) {
    const message = error.textContent.trim();
    const name = nameOf(error, form);
    const remains = found.some(
      (item) => item.dataset.message.trim() === message && (!name || item.dataset.name === name),
    );
    if (remains && !(message === "This field is required." && isFilled(error))) {
      continue;
    }
    const shown = (error.closest("[data-field-errors]") ?? error).textContent;
    const other = found.find(
      ({ dataset }) => name && dataset.name === name && !shown.includes(dataset.message.trim()),
    );
    if (other && isOfPlainField(error)) {
      error.textContent = other.dataset.message;
    } else {
      takeAway(error);
    }
  }
  // The numbers on the tabs; Wagtail's controller shows what this says.
  for (const count of document.querySelectorAll("[data-w-count-container-value]")) {
    const tab = document.querySelector(count.dataset.wCountContainerValue);
    if (tab) {
      count.dataset.wCountTotalValue = tab.querySelectorAll(ERRORS).length;
    }
  }
  for (const list of document.querySelectorAll(".missing")) {
    updateErrorList(list, found);
  }
  const isForPublication = document.querySelector(".missing[data-for-publication]");
  if (!form.querySelector(ERRORS) && !(isForPublication && found.length)) {
    for (const banner of document.querySelectorAll(".messages .error")) {
      banner.remove();
    }
  }
}

// Opens the tab of a field or panel and puts the cursor there.
function goTo(name, form) {
  const escaped = CSS.escape(name);
  const place = form.querySelector(
    `[data-contentpath="${escaped}"], [data-panel]:has(> * #id_${escaped}-FORMS)`,
  );
  const panel = place?.closest("[role=tabpanel]");
  document.querySelector(`[role=tab][href="#${panel?.id}"]`)?.click();
  const input = place?.querySelector(
    "input:not([type=hidden]), textarea:not([hidden]), select, [contenteditable=true], button",
  );
  // Wagtail shows a tab some time after it was chosen.
  const until = performance.now() + 2_000;
  const focus = () => {
    if (panel?.hidden && performance.now() < until) {
      requestAnimationFrame(focus);
      return;
    }
    place?.scrollIntoView({ block: "center" });
    input?.focus({ preventScroll: true });
  };
  focus();
}

function start() {
  const checklist = document.querySelector("[data-checklist]");
  const form = document.querySelector("[data-edit-form]");
  if (!checklist || !form) {
    return;
  }
  const results = checklist.querySelector("[data-checklist-results]");
  const button = checklist.querySelector("[data-checklist-button]");
  // Only the answer to the last question counts.
  let asked = 0;

  async function check() {
    const number = ++asked;
    results.setAttribute("aria-busy", "true");
    let html;
    try {
      const response = await fetch(checklist.dataset.checklist, {
        method: "POST",
        body: new FormData(form),
      });
      if (!response.ok || response.redirected) {
        throw new Error(response.statusText);
      }
      html = await response.text();
    } catch {
      html = `<p>${UNREACHABLE}</p>`;
    }
    if (number === asked) {
      results.innerHTML = html;
      results.removeAttribute("aria-busy");
      // Without this, nothing was looked over.
      if (results.querySelector(".checklist__sum")) {
        clearFixed(form, [...results.querySelectorAll("[data-message]")]);
      }
    }
  }

  let pause;
  function checkSoon() {
    clearTimeout(pause);
    if (form.querySelector(ERRORS) || document.querySelector(".missing")) {
      pause = setTimeout(check, PAUSE_MILLISECONDS);
    }
  }

  button.addEventListener("click", check);
  results.addEventListener("click", ({ target }) => {
    if (target.dataset.goTo) {
      goTo(target.dataset.goTo, form);
    }
  });
  form.addEventListener("input", checkSoon);
  form.addEventListener("change", checkSoon);
  // Wagtail saves a new form by itself; from then on it is the form of something that exists.
  document.addEventListener("w-autosave:success", ({ detail }) => {
    if (detail.data.url) {
      const { checklistSaved } = checklist.dataset;
      checklist.dataset.checklist = checklistSaved.replace("/0/", `/${detail.data.pk}/`);
      // What was asked while it was stored may say that its address is taken: by itself.
      if (asked) {
        check();
      }
    }
  });
  // Wagtail tells a side panel when it is opened.
  checklist.closest("[data-side-panel]").addEventListener("show", check);
}

if (document.readyState === "loading") {
  document.addEventListener("DOMContentLoaded", start);
} else {
  start();
}
