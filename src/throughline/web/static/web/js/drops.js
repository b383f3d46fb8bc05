// A menu that was opened closes on Escape, and when the person turns to something else.
export function closeDropsOutside() {
  const open = () => document.querySelectorAll("details.drop[open]");
  const closeOthers = (target) => {
    for (const drop of open()) if (!drop.contains(target)) drop.open = false;
  };
  document.addEventListener("click", (event) => closeOthers(event.target));
  document.addEventListener("focusin", (event) => closeOthers(event.target));
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    for (const drop of open()) {
      drop.open = false;
      drop.querySelector("summary").focus();
    }
  });
}
