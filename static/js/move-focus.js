// Keep the focus on the button that moved a block or a row. The browser drops the focus when an
// element is put elsewhere on the page, and whoever works by keyboard would start again at its top.
(() => {
  const MOVE = [
    ["[data-streamfield-action=MOVE_UP]", "[data-streamfield-action=MOVE_DOWN]"],
    ["[data-inline-panel-child-move-up]", "[data-inline-panel-child-move-down]"],
  ];

  // Wagtail's own listener ends the event, so this one comes first and acts after it.
  document.addEventListener(
    "click",
    (event) => {
      for (const [up, down] of MOVE) {
        const button = event.target.closest(`${up}, ${down}`);
        if (!button) continue;
        // At the end of the list the button is disabled, and the opposite one is beside it.
        const opposite = button.parentElement.querySelector(button.matches(up) ? down : up);
        setTimeout(() => (button.disabled ? opposite : button)?.focus());
      }
    },
    { capture: true },
  );
})();
