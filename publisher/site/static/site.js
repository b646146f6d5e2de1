/* What the pages can do without, added where scripts run: a menu that closes like a menu, and a
   print-out that shows what is folded. */
"use strict";

const menu = document.querySelector("details.languages");

if (menu) {
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && menu.open) {
      menu.open = false;
      menu.querySelector("summary").focus();
    }
  });
  document.addEventListener("click", (event) => {
    if (!menu.contains(event.target)) menu.open = false;
  });
}

addEventListener("beforeprint", () => {
  for (const folded of document.querySelectorAll("main details:not([open])")) {
    folded.open = true;
    folded.dataset.opened = "";
  }
});
addEventListener("afterprint", () => {
  for (const folded of document.querySelectorAll("main details[data-opened]")) {
    folded.open = false;
    delete folded.dataset.opened;
  }
});
