// Tells the style sheets, before anything is painted, that scripts run. A file of its own: nothing runs inline here.
document.body.classList.add("js-enabled", "govuk-frontend-supported");
