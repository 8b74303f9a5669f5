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

async function draw(figure, interpreter) {
  const place = figure.querySelector(".dc-chart__drawing");
  const specification = { width: "container", autosize: { type: "fit-x", contains: "padding" }, ...JSON.parse(figure.dataset.chart) };
  place.hidden = false;
  const container = place.appendChild(document.createElement("div")); // Vega renames what it draws into; our words stay
  const compiled = vegaLite.compile(specification, { config: look() }).spec;
  const view = new vega.View(vega.parse(compiled, null, { ast: true }), {
    expr: interpreter,
    renderer: "svg",
    container,
    loader: vega.loader({ http: { credentials: "same-origin" } }),
    locale: { number: LOCALE[figure.dataset.language] },
  });
  await view.runAsync();
  figure.querySelector("details").open = false;
}

if (figures.length) {
  await loaded(script.dataset.vega);
  await loaded(script.dataset.vegaLite);
  const { expressionInterpreter } = await import(script.dataset.interpreter);
  for (const figure of figures) {
    try {
      await draw(figure, expressionInterpreter);
    } catch (fault) {
      figure.querySelector(".dc-chart__drawing").hidden = true; // the table below says the same
      console.warn(`The chart ${figure.id} was not drawn: ${fault.message}`);
    }
  }
}
