// Conveniences of the frame. Every page works without this file.
const script = document.querySelector("script[data-govuk]");
const { initAll } = await import(script.dataset.govuk);
initAll();
