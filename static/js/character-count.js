// Says beneath a field how long its text is: where its panel carries data-count-max, and in any other
// field with a limit once it has the focus. A screen reader is told when somebody stops typing, and
// not at each key.
(() => {
  const PAUSE_MILLISECONDS = 1000;
  // Nobody comes near a higher limit.
  const LONGEST_COUNTED = 400;

  function describe(length, shortest, longest) {
    if (length > longest) {
      return `${length} characters. Remove ${length - longest}.`;
    }
    if (length && length < shortest) {
      return `${length} characters. Write at least ${shortest}.`;
    }
    return `${length} of ${longest} characters`;
  }

  const counted = new WeakSet();

  function add(field, shortest, longest) {
    counted.add(field);
    const shown = document.createElement("p");
    shown.className = "character-count";
    shown.setAttribute("aria-hidden", "true");
    const told = document.createElement("p");
    told.className = "w-sr-only";
    told.setAttribute("aria-live", "polite");
    (field.closest("[data-field-input]") ?? field).after(shown, told);

    let pause;
    function count() {
      // As the rules count: without the spaces around the text.
      const { length } = [...field.value.trim()];
      shown.textContent = describe(length, shortest, longest);
      shown.classList.toggle("character-count--wrong", length > longest);
      clearTimeout(pause);
      return shown.textContent;
    }
    field.addEventListener("input", () => {
      const text = count();
      pause = setTimeout(() => {
        told.textContent = text;
      }, PAUSE_MILLISECONDS);
    });
    count();
  }

  document.addEventListener("DOMContentLoaded", () => {
    for (const panel of document.querySelectorAll("[data-count-max]")) {
      const field = panel.querySelector("input[type=text], textarea");
      if (field) {
        add(field, Number(panel.dataset.countMin ?? 0), Number(panel.dataset.countMax));
      }
    }
  });

  document.addEventListener("focusin", ({ target }) => {
    const field = target.closest?.("[data-contentpath] :is(input[type=text], textarea)[maxlength]");
    if (field && !counted.has(field) && field.maxLength <= LONGEST_COUNTED) {
      add(field, 0, field.maxLength);
    }
  });
})();
