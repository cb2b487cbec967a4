// Sends the editor's form, as it stands and unsaved, to be looked over; shows what was found.
const UNREACHABLE =
  "The site did not answer. Your work is still here: save it, and check again in a moment.";

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
    }
  }

  button.addEventListener("click", check);
  // Wagtail saves a new form by itself; from then on it is the form of something that exists.
  document.addEventListener("w-autosave:success", ({ detail }) => {
    if (detail.data.url) {
      const { checklistSaved } = checklist.dataset;
      checklist.dataset.checklist = checklistSaved.replace("/0/", `/${detail.data.pk}/`);
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
