// Lets the editor's form save itself only after somebody has changed it, and never after a button
// was pressed; a button waits for a save that is under way.
{
  const BUTTONS =
    "[data-edit-form] button[type=submit], button[type=submit][form], [data-workflow-action-name], [data-action*='w-action#post']";
  const IGNORED = new Set(["csrfmiddlewaretoken", "edit_state", "overwrite_revision_id"]);
  // A save that takes longer is not waited for: the button's own request is checked as well.
  const LONGEST_WAIT = 15_000;
  // Rich text reaches the form's field 250 ms after its last change (Draftail's stateSaveInterval).
  const RICH_TEXT = ".public-DraftEditor-content";
  const RICH_TEXT_DELAY = 300;
  const CHECK_MILLISECONDS = 500;
  let form = null;
  let isTouched = false;
  let isUnsaved = false;
  let isLeaving = false;
  let isWatched = false;
  let isRefused = false;
  // The form as it was sent by the save that is under way.
  let sent = null;
  let isHolding = false;
  let passing = null;
  let richTextChangedAt = -RICH_TEXT_DELAY;

  const serialise = (data) =>
    JSON.stringify(
      [...data].filter(([name, value]) => !IGNORED.has(name) && !(value instanceof File)),
    );

  function touch(event) {
    // Dictation and spelling tools write by script; widgets announce by script what they drew.
    if (!(event.isTrusted || event.type === "input") || event.target.closest("button")) {
      return;
    }
    isTouched = true;
    // Wagtail takes the form's first values two seconds after it was opened (8.0.1). What is typed
    // before that is neither saved nor guarded by it.
    isUnsaved ||= form.contains(event.target);
    if (isUnsaved && !isWatched) {
      form.setAttribute("data-w-unsaved-has-edits-value", "true");
    }
  }

  // Draftail begins its delay anew at every change of text, selection or focus.
  function watchRichText() {
    const note = (node) => {
      const element = node instanceof Element ? node : node.parentElement;
      if (element?.closest(RICH_TEXT)) {
        richTextChangedAt = performance.now();
      }
    };
    const noteAll = (changes) => {
      for (const { target } of changes) note(target);
    };
    new MutationObserver(noteAll).observe(form, {
      characterData: true,
      childList: true,
      subtree: true,
    });
    document.addEventListener("selectionchange", () => note(document.activeElement));
    form.addEventListener("focusout", (event) => note(event.target));
  }

  // A click that may change content: on a button among the fields, or on what a chooser offers.
  function isAboutContent(target) {
    return (
      target.closest(".modal, [role=option]") ||
      (target.closest(
        "[data-edit-form] button:not([type=submit], [role=tab], [data-panel-toggle])",
      ) &&
        !target.closest("footer"))
    );
  }

  // Wagtail saves what it finds changed anew.
  function saveAgain() {
    form.setAttribute("data-w-unsaved-has-edits-value", "false");
    form.setAttribute("data-w-unsaved-force-value", "true");
  }

  // Wagtail looks for no change in a form that came back with errors (8.0.1). What it holds is saved
  // now, and from here on it is looked at as any other.
  function watchRefusedForm() {
    if (form.dataset.wUnsavedForceValue !== "true") {
      return;
    }
    isTouched = true;
    isUnsaved = true;
    isRefused = true;
    form.setAttribute("data-w-unsaved-has-edits-value", "true");
    form.setAttribute("data-w-unsaved-force-value", "false");
    // Wagtail begins to look when this is set, also if it has seen the form before this script.
    form.setAttribute("data-w-unsaved-check-interval-value", CHECK_MILLISECONDS);
  }

  // In milliseconds: until the form's fields hold the rich text that is on the screen.
  const getRichTextDelay = () =>
    Math.max(0, richTextChangedAt + RICH_TEXT_DELAY - performance.now());

  function settle() {
    return new Promise((resolve) => {
      if (!sent) {
        resolve();
        return;
      }
      const timer = setTimeout(done, LONGEST_WAIT);
      function done() {
        clearTimeout(timer);
        document.removeEventListener("w-autosave:success", done);
        document.removeEventListener("w-autosave:error", done);
        resolve();
      }
      document.addEventListener("w-autosave:success", done);
      document.addEventListener("w-autosave:error", done);
    });
  }

  async function hold(event) {
    const button = event.target.closest(BUTTONS);
    if (!button || button === passing) {
      return;
    }
    event.preventDefault();
    event.stopImmediatePropagation();
    if (isHolding) {
      return;
    }
    isHolding = true;
    button.setAttribute("aria-busy", "true");
    await settle();
    const isWell = !globalThis.editSession || (await globalThis.editSession.check());
    // Somebody may go on typing until the button acts.
    while (isWell && getRichTextDelay()) {
      await new Promise((resolve) => setTimeout(resolve, getRichTextDelay()));
    }
    isHolding = false;
    button.removeAttribute("aria-busy");
    // The save may have put the reason against approval in the place of the button.
    if (!isWell || !button.isConnected) {
      return;
    }
    // The site itself compares what is sent with what is stored, and says who was faster.
    document
      .querySelector("[data-w-session-intercept-value]")
      ?.setAttribute("data-w-session-intercept-value", "");
    if (button.matches("[data-action*='w-action#post']")) {
      isLeaving = true;
    }
    passing = button;
    button.click();
    passing = null;
  }

  globalThis.autosaveGuard = { getRichTextDelay, saveAgain };

  document.addEventListener("DOMContentLoaded", () => {
    form = document.querySelector("[data-edit-form]");
    if (!form) {
      return;
    }
    for (const name of ["input", "change", "paste", "drop", "keydown"]) {
      document.addEventListener(
        name,
        (event) => {
          if (
            name !== "keydown" ||
            event.key.length === 1 ||
            /^(Enter|Backspace|Delete)$/.test(event.key)
          ) {
            touch(event);
          }
        },
        true,
      );
    }
    watchRichText();
    watchRefusedForm();
    document.addEventListener(
      "click",
      (event) => {
        if (event.isTrusted && isAboutContent(event.target)) {
          isTouched = true;
        }
        hold(event);
      },
      true,
    );
    form.addEventListener("w-unsaved:watch-edits", () => {
      if (isUnsaved) {
        saveAgain();
      }
      isWatched = true;
    });
    form.addEventListener("w-autosave:save", (event) => {
      const isDecision = event.detail.formData.has("action-workflow-action");
      // A conflict is shown: what becomes of the other version is for the editor to decide.
      const isUndecided = document.querySelector("[data-edit-conflict]");
      // Widgets and comments are still writing into a form that came back.
      const isEarly = isRefused && !isWatched;
      // A button's own request carries what this one would, and a second one is another page.
      if (isHolding || isLeaving || isDecision || isUndecided || isEarly || !isTouched) {
        event.preventDefault();
        // Wagtail's indicator listens on the document and would say “Saving…” for ever (8.0.1).
        event.stopPropagation();
      } else {
        sent = serialise(event.detail.formData);
      }
    });
    document.addEventListener("w-autosave:error", () => {
      sent = null;
    });
    document.addEventListener("w-autosave:success", () => {
      // Wagtail takes what was typed meanwhile for saved (8.0.1). A form that came back may have
      // begun to save itself before this script could see it.
      if (sent) {
        isUnsaved = sent !== serialise(new FormData(form)) || getRichTextDelay() > 0;
      }
      if (isUnsaved) {
        saveAgain();
      }
      sent = null;
    });
    form.addEventListener("submit", (event) => {
      isLeaving = !event.defaultPrevented;
    });
    window.addEventListener("pageshow", (event) => {
      if (event.persisted) {
        isLeaving = false;
      }
    });
  });
}
