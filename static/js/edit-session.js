// Asks, before a button sends the editor's form, whether the site answers and who is signed in;
// says so beside the buttons if the text would be lost, and goes on once all is well again.
{
  const URL_OF_SESSION = document.currentScript.dataset.url;
  const URL_OF_LOGIN = document.currentScript.dataset.loginUrl;
  const RETRY_MILLISECONDS = 5_000;
  const TIMEOUT_MILLISECONDS = 10_000;
  const MESSAGES = {
    "signed-out": "You are signed out. Sign in in a new tab; your text is safe here.",
    "other-user":
      "Someone else is signed in in this browser. Sign them out in a new tab, then sign in as yourself; your text is safe here.",
    unreachable:
      "The site cannot be reached. Your text is safe here, and is saved when the site answers again.",
  };
  let form = null;
  let user = "";
  let notice = null;
  let timer = null;

  async function find() {
    let response;
    try {
      response = await fetch(URL_OF_SESSION, {
        cache: "no-store",
        redirect: "manual",
        signal: AbortSignal.timeout(TIMEOUT_MILLISECONDS),
      });
    } catch {
      return "unreachable";
    }
    if (response.type === "opaqueredirect" || response.status === 403) {
      return "signed-out";
    }
    if (!response.ok) {
      return "unreachable";
    }
    const session = await response.json();
    if (session.user !== user) {
      return "other-user";
    }
    // Signing in gives the browser a new token.
    for (const input of document.querySelectorAll("input[name=csrfmiddlewaretoken]")) {
      input.value = session.token;
    }
    return "well";
  }

  function show(state) {
    notice ??= document.createElement("div");
    if (notice.dataset.state !== state) {
      notice.dataset.state = state;
      notice.className = "edit-notice edit-notice--urgent";
      notice.setAttribute("role", "alert");
      notice.textContent = `${MESSAGES[state]} `;
      if (state !== "unreachable") {
        const link = document.createElement("a");
        link.href = URL_OF_LOGIN;
        link.target = "_blank";
        link.rel = "noreferrer";
        link.textContent =
          state === "signed-out" ? "Sign in (new tab)" : "Open the admin (new tab)";
        notice.append(link);
      }
    }
    // Moving it would take the focus from its link.
    if (!notice.isConnected) {
      form.querySelector("footer")?.prepend(notice);
    }
    clearTimeout(timer);
    timer = setTimeout(check, RETRY_MILLISECONDS);
  }

  async function check() {
    const state = await find();
    if (state !== "well") {
      show(state);
      return false;
    }
    clearTimeout(timer);
    if (notice?.isConnected) {
      notice.remove();
      notice.dataset.state = "";
      globalThis.autosaveGuard.saveAgain();
    }
    return true;
  }

  document.addEventListener("DOMContentLoaded", () => {
    form = document.querySelector("[data-edit-form]");
    user = form?.elements.edit_state?.dataset.user;
    if (!user) {
      return;
    }
    document.addEventListener("w-autosave:error", ({ detail }) => {
      if (["server_error", "network_error"].includes(detail.type)) {
        check();
      }
    });
    for (const name of ["online", "focus"]) {
      window.addEventListener(name, () => notice?.isConnected && check());
    }
    globalThis.editSession = { check };
  });
}
