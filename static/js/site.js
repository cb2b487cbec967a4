// Enhancements only: every page works without this file. It runs before the body is drawn, so
// that nothing moves once a reader has started to read.
document.documentElement.classList.add("js");

const DISMISSED = "dismissed-banners";

function dismissed() {
  try {
    return JSON.parse(localStorage.getItem(DISMISSED)) || [];
  } catch {
    return [];
  }
}

function remember(version) {
  try {
    localStorage.setItem(DISMISSED, JSON.stringify([...dismissed(), version].slice(-20)));
  } catch {
    // Without storage the banner comes back on the next page, which harms nobody.
  }
}

customElements.define(
  "site-banner",
  class extends HTMLElement {
    connectedCallback() {
      this.hidden = dismissed().includes(this.dataset.version);
    }
  },
);

function citation(figure) {
  const words = figure.querySelector("blockquote").innerText.trim();
  const source = figure
    .querySelector(".quote__who")
    .innerText.trim()
    .replace(/\s*\n\s*/g, ", ");
  const title = document.querySelector("h1").innerText.trim();
  const date = document.querySelector(".facts-row time")?.innerText;
  // Whoever reads ahead must quote the public address: the other one is secret.
  const address =
    document.querySelector("link[rel=canonical]")?.href ||
    document.querySelector("[data-public-address]")?.innerText ||
    location.href;
  return `${words} (${source}). ${[title, date].filter(Boolean).join(", ")}, ${address}`;
}

document.addEventListener("click", async (event) => {
  const dismiss = event.target.closest("[data-dismiss]");
  if (dismiss) {
    const banner = dismiss.closest("site-banner");
    remember(banner.dataset.version);
    banner.hidden = true;
    document.getElementById("_main").focus();
    return;
  }
  const copy = event.target.closest("[data-copy]");
  if (copy && !copy.dataset.label) {
    copy.dataset.label = copy.textContent;
    try {
      await navigator.clipboard.writeText(citation(copy.closest("figure")));
      copy.textContent = "Copied";
    } catch {
      copy.textContent = "Could not copy";
    }
    setTimeout(() => {
      copy.textContent = copy.dataset.label;
      delete copy.dataset.label;
    }, 2500);
  }
});
