// When a field is left, Wagtail's date picker replaces what it cannot read with the present moment.
// Here it stays as typed, and is refused with a message when the form is sent.
(() => {
  const { jQuery } = window;

  jQuery.fn.datetimepicker.defaults.validateOnBlur = false;
  // The picker closed by the same means.
  jQuery(document).on("focusout", "input", (event) => {
    jQuery(event.target).data("xdsoft_datetimepicker")?.trigger("close.xdsoft");
  });
})();
