// When a field is left, Wagtail's date picker replaces what it cannot read with the present moment.
// Here it stays as typed, and is refused with a message when the form is sent.
(() => {
  const { jQuery } = window;
  const pickerOf = (field) => jQuery(field).data("xdsoft_datetimepicker");
  // In milliseconds: a picker opens 100 ms after its field was entered.
  const OPENING = 150;
  let escapedAt = -OPENING;

  jQuery.fn.datetimepicker.defaults.validateOnBlur = false;
  // By the time a picker opens, somebody quick has gone on, or has pressed Escape.
  jQuery.fn.datetimepicker.defaults.onShow = (_, field) =>
    field.is(":focus") && performance.now() - escapedAt > OPENING;
  // The picker closed by the same means.
  jQuery(document).on("focusout", "input", (event) => {
    pickerOf(event.target)?.trigger("close.xdsoft");
  });

  // In a dialogue, the picker would lie over the buttons below its field, which then move down. They
  // stay there when the field is left, so that whoever aims at a button hits it, and move up when
  // a time was chosen or Escape was pressed.
  const closeRoom = () => jQuery(".room-for-picker").removeClass("room-for-picker");
  jQuery.fn.datetimepicker.defaults.onSelectTime = closeRoom;
  jQuery(document).on("focusin", "[role=dialog] input", (event) => {
    if (pickerOf(event.target)) {
      closeRoom();
      jQuery(event.target).closest("[data-field-wrapper]").addClass("room-for-picker");
    }
  });

  // Escape closes the picker, and only then the dialog around it, with all that was typed there.
  // A click inside the picker may have taken the focus from its field.
  window.addEventListener(
    "keydown",
    (event) => {
      if (event.key !== "Escape") return;
      const open = jQuery(".xdsoft_datetimepicker:visible");
      if (open.length) {
        event.stopPropagation();
        open.trigger("close.xdsoft");
        closeRoom();
      } else if (pickerOf(event.target)) {
        escapedAt = performance.now();
      }
    },
    { capture: true },
  );
})();
