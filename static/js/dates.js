// When a field is left, Wagtail's date picker replaces what it cannot read with the present moment.
// Here it stays as typed, and is refused with a message when the form is sent.
(() => {
  const { jQuery } = window;
  const pickerOf = (field) => jQuery(field).data("xdsoft_datetimepicker");

  jQuery.fn.datetimepicker.defaults.validateOnBlur = false;
  // A picker opens a moment after its field was entered; by then somebody quick has gone on.
  jQuery.fn.datetimepicker.defaults.onShow = (_, field) => field.is(":focus");
  // The picker closed by the same means.
  jQuery(document).on("focusout", "input", (event) => {
    pickerOf(event.target)?.trigger("close.xdsoft");
  });

  // Escape closes the picker, and only then the dialog around it, with all that was typed there.
  window.addEventListener(
    "keydown",
    (event) => {
      const picker = event.key === "Escape" && pickerOf(event.target);
      if (picker && picker.is(":visible")) {
        event.stopPropagation();
        picker.trigger("close.xdsoft");
      }
    },
    { capture: true },
  );
})();
