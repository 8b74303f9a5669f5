// Draws the charts of a page above their tables. Vega's expressions are interpreted, not compiled: the policy forbids eval.
const script = document.querySelector("script[data-vega]");
const figures = document.querySelectorAll("figure[data-chart]");

function loaded(address) {
  return new Promise((done, failed) => {
    const element = document.createElement("script");
    element.src = address;
    element.addEventListener("load", done);
    element.addEventListener("error", failed);
    document.head.append(element);
  });
}

const LOCALE = {
  vi: { decimal: ",", thousands: ".", grouping: [3], currency: ["", "\u00a0₫"] },
  en: { decimal: ".", thousands: ",", grouping: [3], currency: ["", "\u00a0₫"] },
};

function look() {
  const style = getComputedStyle(document.documentElement);
  const colour = (name) => style.getPropertyValue(name).trim();
  const text = { labelFont: "Be Vietnam Pro", titleFont: "Be Vietnam Pro", labelFontSize: 13, titleFontSize: 13,
                 labelColor: colour("--dc-ink"), titleColor: colour("--dc-ink") };
  return {
    background: "transparent",
    font: "Be Vietnam Pro",
    view: { stroke: null },
    axis: { ...text, gridColor: colour("--dc-line"), domainColor: colour("--dc-ink-soft"), tickColor: colour("--dc-ink-soft") },
    legend: text,
    header: text,
    range: { category: ["#0b4f52", "#c7792b", "#5c7fa8", "#8a3b2a", "#7c8a3c", "#6b5b95"] },
    mark: { color: "#0b4f52" },
    line: { strokeWidth: 2.5 },
  };
}

async function draw(figure) {
  const place = figure.querySelector(".dc-chart__drawing");
  const specification = { width: "container", autosize: { type: "fit-x", contains: "padding" }, ...JSON.parse(figure.dataset.chart) };
  place.hidden = false;
  const container = place.appendChild(document.createElement("div")); // Vega renames what it draws into; our words stay
  await vegaEmbed(container, specification, {
    mode: "vega-lite",
    ast: true, // interpreted
    renderer: "svg",
    actions: false,
    defaultStyle: false, // its own styles and hover boxes would be written into the page
    tooltip: false,
    config: look(),
    formatLocale: LOCALE[figure.dataset.language],
  });
  figure.querySelector("details").open = false;
}

if (figures.length) {
  await loaded(script.dataset.vega);
  await loaded(script.dataset.vegaLite);
  await loaded(script.dataset.vegaEmbed);
  for (const figure of figures) {
    try {
      await draw(figure);
    } catch (fault) {
      figure.querySelector(".dc-chart__drawing").hidden = true; // the table below says the same
      console.warn(`The chart ${figure.id} was not drawn: ${fault.message}`);
    }
  }
}
