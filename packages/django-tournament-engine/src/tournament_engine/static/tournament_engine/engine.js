// Enhancements only: every page reads and acts without this file.
"use strict";

(() => {
  const themes = ["auto", "light", "dark"];

  function storedTheme() {
    try {
      return localStorage.getItem("te-theme") ?? "auto";
    } catch {
      return "auto"; // a browser that keeps nothing follows the system
    }
  }

  function show(theme) {
    if (theme === "auto") delete document.documentElement.dataset.theme;
    else document.documentElement.dataset.theme = theme;
  }

  // Before the first paint, so that nothing flashes.
  show(storedTheme());

  function themeSwitch(button) {
    const label = (theme) => {
      button.querySelector("[data-te-chosen]").textContent = button.dataset[`te${theme[0].toUpperCase()}${theme.slice(1)}`];
    };
    let theme = storedTheme();
    label(theme);
    button.hidden = false;
    button.addEventListener("click", () => {
      theme = themes[(themes.indexOf(theme) + 1) % themes.length];
      show(theme);
      label(theme);
      try {
        localStorage.setItem("te-theme", theme);
      } catch {
        // the choice holds for this page
      }
    });
  }

  // Arrow keys: up and down in a round, across to the feeder or to the next match.
  function neighbour(link, key) {
    const place = link.closest("li");
    const round = place.closest(".te-round");
    const number = [...place.parentElement.children].indexOf(place);
    const forward = document.documentElement.dir === "rtl" ? "ArrowLeft" : "ArrowRight";
    switch (key) {
      case "ArrowUp":
        return nearest(round, number - 1, -1);
      case "ArrowDown":
        return nearest(round, number + 1, 1);
      case forward: {
        const halves = round.classList.contains("te-merging");
        return nearest(round.nextElementSibling, halves ? number >> 1 : number, 1);
      }
      default: {
        const before = round.previousElementSibling;
        return nearest(before, before?.classList.contains("te-merging") ? number * 2 : number, 1);
      }
    }
  }

  function nearest(round, number, step) {
    const places = round ? [...round.querySelectorAll("li")] : [];
    for (let at = number; at >= 0 && at < places.length; at += step) {
      const link = places[at].querySelector("a");
      if (link) return link;
    }
    return null;
  }

  function arrows(event) {
    const link = event.target.closest?.(".te-round .te-match");
    if (!link || !event.key.startsWith("Arrow") || event.altKey || event.ctrlKey || event.metaKey) return;
    const next = neighbour(link, event.key);
    if (next?.checkVisibility()) {
      event.preventDefault();
      next.focus();
    }
  }

  // The tab of the round that is shown says so.
  function markRounds(bracket) {
    const target = bracket.querySelector(".te-round:target") ?? bracket.querySelector(".te-round.te-now");
    for (const tab of bracket.querySelectorAll(".te-rounds a")) {
      if (target && tab.hash === `#${target.id}`) tab.setAttribute("aria-current", "true");
      else tab.removeAttribute("aria-current");
    }
  }

  function markAll() {
    document.querySelectorAll("[data-te-bracket]").forEach(markRounds);
  }

  document.addEventListener("DOMContentLoaded", () => {
    document.querySelectorAll("[data-te-theme]").forEach(themeSwitch);
    document.addEventListener("keydown", arrows);
    addEventListener("hashchange", markAll);
    markAll();
  });
})();
