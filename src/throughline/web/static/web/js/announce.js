// After part of a page was swapped: says what changed to those who cannot see it, and follows a finished task.
export function announceSwaps() {
  const announcer = document.getElementById("announcer");
  document.body.addEventListener("htmx:afterSettle", (event) => {
    const part = event.detail.elt;
    const words = part.querySelector?.("[data-announce]")?.textContent.trim();
    if (words && announcer.textContent !== words) announcer.textContent = words;
    const next = part.dataset?.follow;
    if (next) location.assign(next);
  });
  document.body.addEventListener("htmx:responseError", (event) => {
    // The page as a whole can say what went wrong (signed out, not allowed): go there.
    const address = event.detail.pathInfo?.finalRequestPath;
    if (address && event.detail.requestConfig?.verb === "get") location.assign(address);
  });
}
