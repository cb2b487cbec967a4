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
  // The opening mark is hidden from eyes, which puts a new line after it.
  const words = figure.querySelector("blockquote").innerText.trim().replace(/^“\s*/, "“");
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

// Marks in the list of contents which section the reader is in.
document.addEventListener("DOMContentLoaded", () => {
  const links = [...document.querySelectorAll("[data-contents] a")];
  const headings = links.map((link) => document.getElementById(link.hash.slice(1)));
  if (!headings.length || headings.includes(null)) return;
  const mark = () => {
    const below = headings.findIndex(
      (heading) => heading.getBoundingClientRect().top > innerHeight / 3,
    );
    const at = (below < 0 ? headings.length : below) - 1;
    links.forEach((link, place) => {
      if (place === at) link.setAttribute("aria-current", "true");
      else link.removeAttribute("aria-current");
    });
  };
  const observer = new IntersectionObserver(mark, { rootMargin: "0px 0px -66% 0px" });
  for (const heading of headings) observer.observe(heading);
});

document.addEventListener("click", async (event) => {
  const dismiss = event.target.closest("[data-dismiss]");
  if (dismiss) {
    const banner = dismiss.closest("site-banner");
    remember(banner.dataset.version);
    banner.hidden = true;
    document.getElementById("_main").focus({ preventScroll: true });
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
    const status = copy.nextElementSibling;
    status.textContent = copy.textContent;
    setTimeout(() => {
      copy.textContent = copy.dataset.label;
      status.textContent = "";
      delete copy.dataset.label;
    }, 2500);
  }
});
