// Says beneath a field how long its text is, where its panel carries data-count-max. A screen reader
// is told when somebody stops typing, and not at each key.
(() => {
  const PAUSE_MILLISECONDS = 1000;

  function describe(length, shortest, longest) {
    if (length > longest) {
      return `${length} characters. Remove ${length - longest}.`;
    }
    if (length && length < shortest) {
      return `${length} characters. Write at least ${shortest}.`;
    }
    return `${length} of ${longest} characters`;
  }

  function add(panel) {
    const field = panel.querySelector("input[type=text], textarea");
    if (!field) {
      return;
    }
    const shortest = Number(panel.dataset.countMin ?? 0);
    const longest = Number(panel.dataset.countMax);
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
    document.querySelectorAll("[data-count-max]").forEach(add);
  });
})();
