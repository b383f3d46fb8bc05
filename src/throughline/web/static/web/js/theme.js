// Changes the theme at once, and remembers it where the server looks: in a cookie for a year.
const COOKIE = "theme";

function remember(theme) {
  const age = theme === "system" ? 0 : 31536000;
  const secure = location.protocol === "https:" ? "; Secure" : "";
  document.cookie = `${COOKIE}=${theme}; Max-Age=${age}; Path=/; SameSite=Lax${secure}`;
}

export function switchTheme() {
  for (const form of document.querySelectorAll("[data-theme-switch]")) {
    form.addEventListener("submit", (event) => {
      const theme = event.submitter?.value;
      if (!theme) return;
      event.preventDefault();
      remember(theme);
      if (theme === "system") delete document.documentElement.dataset.theme;
      else document.documentElement.dataset.theme = theme;
      for (const button of form.querySelectorAll("[name=theme]")) {
        button.setAttribute("aria-pressed", String(button.value === theme));
      }
      const drop = form.closest("details");
      drop.open = false;
      drop.querySelector("summary").focus();
    });
  }
}
