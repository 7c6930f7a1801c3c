// One map, or two linked ones, drawn from plain data that Python hands over.
//
// Names that come from files are only ever put into the page as text
// (textContent): nothing in here builds HTML from data.

const drawn = new WeakMap();
let leafletLoading = null;

function loadLeaflet(url) {
  if (window.L && window.L.map) return Promise.resolve(window.L);
  leafletLoading ??= new Promise((resolve, reject) => {
    const script = document.createElement("script");
    script.src = url;
    script.onload = () => resolve(window.L);
    script.onerror = () => reject(new Error("The map library did not load."));
    document.head.append(script);
  });
  return leafletLoading;
}

function element(tag, attributes = {}, text = "") {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
  if (text) made.textContent = text;
  return made;
}

function tipOf(text) {
  const box = element("div");
  for (const line of String(text).split("\n")) box.append(element("div", {}, line));
  return box;
}

// --- points: circles for people, diamonds for carers, squares for places
function shapes(L) {
  if (L.Canvas.prototype._updateShape) return;
  L.Canvas.include({
    _updateShape(layer) {
      if (!this._drawing || layer._empty()) return;
      const { x, y } = layer._point;
      const r = Math.max(Math.round(layer._radius), 1);
      const pen = this._ctx;
      pen.beginPath();
      if (layer.options.shape === "diamond") {
        pen.moveTo(x, y - r); pen.lineTo(x + r, y); pen.lineTo(x, y + r); pen.lineTo(x - r, y);
        pen.closePath();
      } else {
        pen.rect(x - r, y - r, 2 * r, 2 * r);
      }
      this._fillStroke(pen, layer);
    },
  });
  // A tip on a line or border would make it a stop of the Tab key, without a name: over a hundred
  // of them on one map. What the tips say stands in the table below.
  L.Path.include({ _addFocusListenersOnLayer() {} });
  L.ShapeMarker = L.CircleMarker.extend({
    _updatePath() { this._renderer._updateShape(this); },
  });
}

function pointLayer(L, layer, view) {
  const group = L.layerGroup();
  for (const [lon, lat, tip, id, colour] of layer.points) {
    const style = {
      renderer: view.canvas, pane: "points", radius: layer.radius, weight: layer.weight ?? 1,
      color: layer.ink, fillColor: colour || layer.fill, fillOpacity: layer.opacity ?? 0.9,
      shape: layer.shape,
    };
    const Marker = layer.shape === "circle" ? L.CircleMarker : L.ShapeMarker;
    const marker = new Marker([lat, lon], style);
    if (tip) marker.bindTooltip(() => tipOf(tip), { sticky: true });
    if (id && layer.pick) marker.on("click", () => view.pick(layer.id, id));
    group.addLayer(marker);
  }
  return group;
}

function lineLayer(L, layer, view) {
  const group = L.layerGroup();
  for (const line of layer.lines) {
    const way = line.path.map(([lon, lat]) => [lat, lon]);
    const dash = line.dash || null;
    group.addLayer(L.polyline(way, { pane: "lines", color: "#ffffff", weight: line.weight + 3, opacity: 0.85, interactive: false }));
    const stroke = L.polyline(way, { pane: "lines", color: line.colour, weight: line.weight, opacity: 0.95, dashArray: dash });
    if (line.tip) stroke.bindTooltip(() => tipOf(line.tip), { sticky: true });
    group.addLayer(stroke);
  }
  return group;
}

function polygonLayer(L, layer, view) {
  return L.geoJSON(layer.features, {
    pane: layer.pane,
    interactive: Boolean(layer.pick || layer.tips),
    style: ({ properties: p }) => ({
      fill: Boolean(p.fill || p.pattern),
      fillColor: p.pattern ? `url(#${view.prefix}-${p.pattern})` : p.fill,
      fillOpacity: p.pattern ? 1 : p.opacity ?? 0.5,
      color: p.ink, weight: p.weight ?? 1, opacity: p.inkOpacity ?? 1, dashArray: p.dash ?? null,
    }),
    onEachFeature(feature, shape) {
      const p = feature.properties;
      if (p.tip) shape.bindTooltip(() => tipOf(p.tip), { sticky: true });
      if (layer.pick) shape.on("click", () => view.pick(layer.id, p.id));
      if (layer.pick || layer.tips) {
        shape.on("mouseover", () => shape.setStyle({ weight: (p.weight ?? 1) + 2 }));
        shape.on("mouseout", () => shape.setStyle({ weight: p.weight ?? 1 }));
      }
    },
  });
}

function labelLayer(L, layer) {
  const group = L.layerGroup();
  for (const [lon, lat, text] of layer.labels) {
    const icon = L.divIcon({ className: "", iconSize: null, html: element("span", { class: layer.className }, text) });
    group.addLayer(L.marker([lat, lon], { icon, interactive: false, keyboard: false, pane: "labels" }));
  }
  return group;
}

// --- a lasso: drag round areas to choose them; the list beside the map does the same by keyboard
class Lasso {
  constructor(view) {
    this.view = view;
    this.on = false;
    this.ended = 0;
    this.box = view.map.getContainer();
    this.button = element("button", { type: "button", class: "lasso", "aria-pressed": "false" }, "Lasso areas");
    const bar = new view.L.Control({ position: "topright" });
    bar.onAdd = () => this.button;
    bar.addTo(view.map);
    view.L.DomEvent.disableClickPropagation(this.button);
    this.button.addEventListener("click", () => this.turn(!this.on));
    this.box.addEventListener("keydown", (event) => { if (event.key === "Escape") this.turn(false); });
    this.box.addEventListener("pointerdown", (event) => this.begin(event), true);
    this.box.addEventListener("pointermove", (event) => this.reach(event), true);
    this.box.addEventListener("pointerup", (event) => this.end(event), true);
    this.box.addEventListener("pointercancel", () => this.turn(false), true);
  }

  turn(on) {
    this.on = on;
    this.way = null;
    this.line?.remove();
    this.line = null;
    this.button.setAttribute("aria-pressed", String(on));
    this.button.textContent = on ? "Drag round the areas" : "Lasso areas";
    this.box.classList.toggle("lassoing", on);
    const { dragging } = this.view.map;
    if (on) dragging.disable(); else dragging.enable();
  }

  begin(event) {
    if (!this.on || event.button !== 0 || this.button.contains(event.target)) return;
    event.preventDefault();
    event.stopPropagation();
    this.box.setPointerCapture(event.pointerId);
    this.way = [this.view.map.mouseEventToLatLng(event)];
    this.line = this.view.L.polygon(this.way, { pane: "lines", color: "#7a1f3d", weight: 3, dashArray: "6 5", fillOpacity: 0.12, interactive: false }).addTo(this.view.map);
  }

  reach(event) {
    if (!this.way) return;
    event.stopPropagation();
    this.way.push(this.view.map.mouseEventToLatLng(event));
    this.line.setLatLngs(this.way);
  }

  end(event) {
    if (!this.way) return;
    event.stopPropagation();
    const ring = this.way.map(({ lng, lat }) => [lng, lat]);
    const layer = this.layer;
    this.turn(false);
    this.ended = Date.now();
    if (!layer || ring.length < 3) return;
    const ids = layer.features.features.filter(({ properties: p }) => inside(p.at, ring)).map(({ properties: p }) => p.id);
    this.view.lassoed(layer.id, ids, event.shiftKey);
  }
}

// A point lies inside a ring where a ray from it crosses the ring an odd number of times.
function inside([x, y], ring) {
  let odd = false;
  for (let i = 0, j = ring.length - 1; i < ring.length; j = i, i += 1) {
    const [xi, yi] = ring[i], [xj, yj] = ring[j];
    if ((yi > y) !== (yj > y) && x < ((xj - xi) * (y - yi)) / (yj - yi) + xi) odd = !odd;
  }
  return odd;
}

const builders = { polygons: polygonLayer, points: pointLayer, lines: lineLayer, labels: labelLayer };

// --- one Leaflet map with its layers kept by name and content
class View {
  constructor(L, box, prefix, callbacks) {
    this.L = L;
    this.prefix = prefix;
    this.pick = (layer, id) => { if (!this.lasso?.on && Date.now() - (this.lasso?.ended ?? 0) > 400) callbacks.pick(layer, id); };
    this.lassoed = callbacks.lassoed;
    this.layers = new Map();
    this.map = L.map(box, { preferCanvas: false, zoomSnap: 0.25, attributionControl: true, minZoom: 6, maxZoom: 17, keyboard: true });
    this.map.attributionControl.setPrefix(false);
    const order = { areas: 410, zones: 420, lines: 430, points: 440, labels: 460 };
    for (const [name, z] of Object.entries(order)) {
      this.map.createPane(name).style.zIndex = z;
    }
    this.map.getPane("labels").style.pointerEvents = "none";
    this.map.on("zoomend resize", () => requestAnimationFrame(() => this.spread()));
    this.canvas = L.canvas({ pane: "points", padding: 0.3 });
    L.control.scale({ imperial: true, metric: true }).addTo(this.map);
  }

  ground(tiles) {
    const key = JSON.stringify(tiles);
    if (key === this.groundKey) return;
    this.groundKey = key;
    for (const layer of this.groundLayers ?? []) layer.remove();
    this.groundLayers = tiles.map(({ url, attribution, mostZoom, within }) => {
      const own = { attribution, maxZoom: 17, maxNativeZoom: 16 };
      // another server's pictures: none deeper, none outside the county, and no word of this page
      const other = { attribution, maxZoom: mostZoom, bounds: within, referrerPolicy: "no-referrer" };
      return this.L.tileLayer(url, mostZoom ? other : own).addTo(this.map);
    });
  }

  // Hatches and dots, so that a band is told by more than its colour.
  patterns(patterns) {
    for (const pane of ["areas", "zones"]) {
      const svg = this.map.getPane(pane).querySelector("svg");
      if (!svg || svg.querySelector("defs")) continue;
      const ns = "http://www.w3.org/2000/svg";
      const defs = document.createElementNS(ns, "defs");
      for (const { id, fill, ink, marks, opacity } of patterns) {
        const pattern = document.createElementNS(ns, "pattern");
        for (const [k, v] of Object.entries({ id: `${this.prefix}-${id}`, width: 10, height: 10, patternUnits: "userSpaceOnUse" })) pattern.setAttribute(k, v);
        const back = document.createElementNS(ns, "rect");
        for (const [k, v] of Object.entries({ width: 10, height: 10, fill, "fill-opacity": opacity })) back.setAttribute(k, v);
        pattern.append(back);
        if (marks) {
          const mark = document.createElementNS(ns, "path");
          for (const [k, v] of Object.entries({ d: marks, stroke: ink, "stroke-width": 1.6, fill: "none", "stroke-opacity": 0.6, "stroke-linecap": "round" })) mark.setAttribute(k, v);
          pattern.append(mark);
        }
        defs.append(pattern);
      }
      svg.prepend(defs);
    }
  }

  draw(layers, patterns, hidden) {
    const wanted = new Set(layers.map((layer) => layer.id));
    for (const [id, kept] of this.layers) {
      if (!wanted.has(id)) { kept.shape.remove(); this.layers.delete(id); }
    }
    for (const layer of layers) {
      let kept = this.layers.get(layer.id);
      if (!kept || kept.hash !== layer.hash) {
        const shape = builders[layer.kind](this.L, layer, this);
        kept?.shape.remove();
        kept = { shape, hash: layer.hash };
        this.layers.set(layer.id, kept);
      }
      const show = !hidden.has(layer.id);
      if (show && !this.map.hasLayer(kept.shape)) kept.shape.addTo(this.map);
      if (!show && this.map.hasLayer(kept.shape)) kept.shape.remove();
    }
    this.patterns(patterns);
    const caught = layers.find((layer) => layer.lasso);
    if (caught && !this.lasso) this.lasso = new Lasso(this);
    if (this.lasso) this.lasso.layer = caught;
  }

  // A drawing has no words of its own: the map's description and the table below say what it shows.
  hush() {
    for (const drawing of this.map.getPane("mapPane").querySelectorAll("svg, canvas")) {
      drawing.setAttribute("aria-hidden", "true");
    }
  }

  // Names that would cover each other move apart, down or up, on the screen only.
  spread() {
    this.map.getContainer().classList.toggle("narrow", this.map.getSize().x < 640);
    const labels = [...this.map.getPane("labels").querySelectorAll(".zone-label")];
    const boxes = [];
    for (const label of labels) label.style.marginTop = "0px";
    const at = labels.map((label) => [label, label.getBoundingClientRect()]);
    at.sort((a, b) => a[1].top - b[1].top);
    for (const [label, box] of at) {
      const moved = (by) => ({ left: box.left, right: box.right, top: box.top + by, bottom: box.bottom + by });
      const covered = (one) => boxes.reduce((sum, other) => sum
        + Math.max(0, Math.min(one.right, other.right) - Math.max(one.left, other.left))
        * Math.max(0, Math.min(one.bottom, other.bottom) - Math.max(one.top, other.top)), 0);
      let best = 0, least = Infinity;
      for (const by of [0, 8, -8, 16, -16, 24, -24, 34, -34, 44]) {
        const share = covered(moved(by));
        if (share < least) [least, best] = [share, by];
      }
      label.style.marginTop = `${best}px`;
      boxes.push(moved(best));
    }
  }

  frame(data) {
    const key = JSON.stringify([data.bounds, data.boundsKey]);
    if (key !== this.frameKey) {
      this.frameKey = key;
      this.map.fitBounds(data.bounds, { animate: false, padding: [6, 6] });
    }
    const focus = JSON.stringify(data.focus);
    if (focus !== this.focusKey) {
      this.focusKey = focus;
      this.mark?.remove();
      if (data.focus) {
        const at = [data.focus.lat, data.focus.lon];
        this.map.setView(at, data.focus.zoom, { animate: false });
        this.mark = this.L.circleMarker(at, { pane: "lines", radius: 16, weight: 4, color: "#7a1f3d", fill: false, interactive: false }).addTo(this.map);
      }
    }
  }
}

// --- the frame around the maps: titles, layer switches, legend
function build(L, host, data, send) {
  const id = `map${Math.random().toString(36).slice(2)}`;
  const state = { id, hidden: new Set(), views: [], known: new Set() };
  state.switches = element("fieldset", { class: "switches" });
  state.switches.append(element("legend", {}, "Show on the map"));
  state.row = element("div", { class: "row" });
  state.legend = element("ul", { class: "key", "aria-label": "Key to the map" });
  host.replaceChildren(state.switches, state.row, state.legend);
  data.views.forEach((view, i) => {
    const cell = element("figure", { class: "cell" });
    const title = element("figcaption");
    const box = element("div", { class: "map", role: "region", tabindex: "0" });
    cell.append(title, box);
    state.row.append(cell);
    const made = new View(L, box, `${id}-${i}`, {
      pick: (layer, what) => send({ layer, id: what, at: Date.now() }),
      lassoed: (layer, ids, add) => send({ layer, ids, add, at: Date.now() }),
    });
    made.title = title;
    made.box = box;
    state.views.push(made);
    const watch = new ResizeObserver(() => made.map.invalidateSize({ animate: false }));
    watch.observe(box);
    made.stop = () => { watch.disconnect(); made.map.remove(); };
  });
  if (state.views.length === 2) link(state.views[0].map, state.views[1].map);
  return state;
}

function link(one, other) {
  let busy = false;
  const follow = (from, to) => from.on("move zoomend", () => {
    if (busy) return;
    busy = true;
    to.setView(from.getCenter(), from.getZoom(), { animate: false });
    busy = false;
  });
  follow(one, other);
  follow(other, one);
}

function switchesFor(state, data) {
  const layers = new Map();
  for (const view of data.views) for (const layer of view.layers) if (layer.label) layers.set(layer.id, layer);
  const key = JSON.stringify([...layers.values()].map((layer) => [layer.id, layer.label]));
  for (const layer of layers.values()) {
    if (state.known.has(layer.id)) continue;
    state.known.add(layer.id);
    if (!layer.on) state.hidden.add(layer.id);
  }
  if (key === state.switchKey) return;
  state.switchKey = key;
  while (state.switches.children.length > 1) state.switches.lastChild.remove();
  for (const layer of layers.values()) {
    const label = element("label");
    const tick = element("input", { type: "checkbox", "data-layer": layer.id });
    tick.checked = !state.hidden.has(layer.id);
    tick.addEventListener("change", () => {
      if (tick.checked) state.hidden.delete(layer.id); else state.hidden.add(layer.id);
      state.redraw();
    });
    label.append(tick, element("span", {}, layer.label));
    state.switches.append(label);
  }
  state.switches.hidden = layers.size === 0;
}

function legendFor(state, data) {
  const key = JSON.stringify([data.legend, data.patterns]);
  if (key === state.legendKey) return;
  state.legendKey = key;
  const ns = "http://www.w3.org/2000/svg";
  const items = data.legend.map(({ label, fill, ink, shape, marks, opacity }) => {
    const item = element("li");
    const svg = document.createElementNS(ns, "svg");
    for (const [k, v] of Object.entries({ viewBox: "0 0 20 20", width: 20, height: 20, "aria-hidden": "true" })) svg.setAttribute(k, v);
    const paths = {
      patch: "M1 1h18v18h-18z", circle: "M4 10a6 6 0 1 0 12 0a6 6 0 1 0 -12 0z", diamond: "M10 3l7 7l-7 7l-7 -7z",
      square: "M4 4h12v12h-12z", line: "M1 10h18", dashed: "M1 10h5M8 10h5M15 10h4",
    };
    const swatch = document.createElementNS(ns, "path");
    const stroke = shape === "line" || shape === "dashed";
    for (const [k, v] of Object.entries({ d: paths[shape], fill: stroke ? "none" : fill, stroke: ink, "stroke-width": stroke ? 3.5 : 1.2, "fill-opacity": opacity ?? 1 })) swatch.setAttribute(k, v);
    svg.append(swatch);
    if (marks) {
      const mark = document.createElementNS(ns, "path");
      for (const [k, v] of Object.entries({ d: marks, transform: "translate(5 5)", stroke: ink, fill: "none", "stroke-width": 1.6, "stroke-linecap": "round" })) mark.setAttribute(k, v);
      svg.append(mark);
    }
    item.append(svg, element("span", {}, label));
    return item;
  });
  state.legend.replaceChildren(...items);
}

export default function ({ data, parentElement, setTriggerValue }) {
  const host = parentElement.querySelector(".homerounds-map");
  host.style.setProperty("--map-height", `${data.height}px`);
  let gone = false;
  loadLeaflet(data.leaflet).then((L) => {
    if (gone) return;
    shapes(L);
    let state = drawn.get(host);
    if (!state || state.views.length !== data.views.length) {
      state?.views.forEach((view) => view.stop());
      state = build(L, host, data, (what) => setTriggerValue("picked", what));
      drawn.set(host, state);
    }
    state.redraw = () => {
      data.views.forEach((wanted, i) => {
        const view = state.views[i];
        view.title.textContent = wanted.title;
        view.title.hidden = !wanted.title;
        view.box.setAttribute("aria-label", wanted.description);
        view.frame(data);
        view.ground(data.tiles);
        view.draw(wanted.layers, data.patterns, state.hidden);
        view.hush();
        view.spread();
      });
    };
    switchesFor(state, data);
    state.redraw();
    legendFor(state, data);
    host.dataset.drawn = data.stamp;
  }).catch((error) => {
    host.replaceChildren(element("p", { role: "alert" }, `${error.message} The table below the map has the same facts.`));
  });
  return () => {
    gone = true;
    drawn.get(host)?.views.forEach((view) => view.stop());
    drawn.delete(host);
  };
}
