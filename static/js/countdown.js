// Counts down in the admin: by the minute, and to the second in the last hour. Without this file
// the words that the server wrote stay, as they were when the page was opened.
const HOUR = 3600;
const UNITS = [
  ["day", 86400],
  ["hour", HOUR],
  ["minute", 60],
];

function plural(count, unit) {
  return `${count} ${unit}${count === 1 ? "" : "s"}`;
}

// The same as `countdown` in publishing/clock.py, but for the seconds of the last hour.
function words(seconds) {
  if (seconds < HOUR) {
    const minutes = Math.floor(seconds / 60);
    return [minutes && plural(minutes, "minute"), plural(seconds % 60, "second")]
      .filter(Boolean)
      .join(" ");
  }
  const found = [];
  for (const [unit, size] of UNITS) {
    const count = Math.floor(seconds / size);
    seconds %= size;
    if (count) {
      found.push(plural(count, unit));
    } else if (found.length) {
      break;
    }
  }
  return found.slice(0, 2).join(" ");
}

function start() {
  const counters = [...document.querySelectorAll("[data-countdown]")];
  if (!counters.length) {
    return;
  }
  // The clock of the server counts: that of this computer may be wrong.
  const ahead = Date.now() - Date.parse(counters[0].closest("[data-now]").dataset.now);
  const tick = () => {
    const now = Date.now() - ahead;
    for (const counter of counters) {
      const seconds = Math.ceil((Date.parse(counter.dataset.countdown) - now) / 1000);
      const text =
        seconds > 0 ? `in ${words(seconds)}` : "due now; reload to see what became of it";
      if (counter.textContent !== text) {
        counter.textContent = text;
      }
    }
  };
  tick();
  setInterval(tick, 1000);
}

// The admin loads scripts before its pages are there.
document.addEventListener("DOMContentLoaded", start);
