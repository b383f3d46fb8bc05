// A button beside what can be copied, such as a link. Without scripts the words can be selected by hand.
export function offerCopying() {
  for (const button of document.querySelectorAll("[data-copy]")) {
    const field = document.getElementById(button.dataset.copy);
    if (!field) continue;
    field.addEventListener("focus", () => field.select());
    button.addEventListener("click", async () => {
      field.focus();
      field.select();
      try {
        await navigator.clipboard.writeText(field.value);
      } catch {
        // Not allowed here: the words stay selected, to be copied by hand.
        return;
      }
      button.textContent = button.dataset.copied;
      document.getElementById("announcer").textContent = button.dataset.copied;
    });
  }
}
