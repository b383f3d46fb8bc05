// Runs before the first paint, and only says that scripts are here.
document.documentElement.classList.add("js");
