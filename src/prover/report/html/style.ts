/** The look of the HTML report: light and dark by the reader's setting, and on paper. Colours reach WCAG AA contrast on their ground. */
export const STYLE = `
:root{color-scheme:light dark;--bg:#fff;--ink:#16191f;--soft:#545b64;--line:#c9d0d8;--panel:#f6f7f9;--zone:#f0f3f7;--chip:#fff;
--ok:#1a7f37;--bad:#c4161c;--open:#8a5300;--okbg:#e7f5ea;--badbg:#fdebec;--openbg:#fff4dc;--accent:#0b5cad;--endpoint:#efe9fb;--nat:#e4f1fb}
@media (prefers-color-scheme:dark){:root{--bg:#12161c;--ink:#e8ebf0;--soft:#a9b2be;--line:#3d4754;--panel:#1a2028;--zone:#171d25;--chip:#222a34;
--ok:#56d06f;--bad:#ff8a85;--open:#f0b849;--okbg:#16301d;--badbg:#3c1a1c;--openbg:#372a10;--accent:#7db8ff;--endpoint:#2b2444;--nat:#1a3043}}
*{box-sizing:border-box}
body{margin:0;background:var(--bg);color:var(--ink);font:15px/1.5 system-ui,-apple-system,"Segoe UI",Roboto,sans-serif}
header,main,footer{max-width:1400px;margin:0 auto;padding:0 24px}
h1{font-size:24px;margin:24px 0 4px}h2{font-size:19px;margin:32px 0 10px}h3{font-size:16px;margin:18px 0 6px}h4{font-size:15px;margin:14px 0 4px}
a{color:var(--accent)}
.skip{position:absolute;left:-9999px}.skip:focus{left:8px;top:8px;background:var(--bg);padding:8px;z-index:9}
:focus-visible{outline:3px solid var(--accent);outline-offset:2px}
.lead{color:var(--soft);margin:0}
.counts{display:flex;flex-wrap:wrap;gap:12px;list-style:none;padding:0;margin:18px 0 0}
.counts li{border:1px solid var(--line);border-radius:8px;padding:10px 18px;min-width:120px;background:var(--panel)}
.counts b{display:block;font-size:28px;line-height:1.2}
.ready{color:var(--ok)}.never{color:var(--bad)}.unknown{color:var(--open)}
figure{margin:0;max-width:100%;content-visibility:auto;contain-intrinsic-size:auto 700px auto 500px}
.nets{display:flex;flex-wrap:wrap;gap:28px}
.scroll{overflow-x:auto;width:fit-content;max-width:100%;border:1px solid var(--line);border-radius:10px;background:var(--panel)}
figcaption ol{margin:8px 0 0;padding-left:0;list-style:none}
figcaption li{margin:3px 0}
.num{display:inline-block;min-width:22px;height:22px;border-radius:11px;text-align:center;font-weight:700;font-size:13px;line-height:22px;margin-right:8px;color:#fff;background:#c4161c}
.num.unknown{background:#8a5300;color:#fff}
.legend{display:flex;flex-wrap:wrap;gap:6px 22px;color:var(--soft);font-size:13px;margin:0 0 10px;padding:0;list-style:none}
.legend svg{vertical-align:middle;margin-right:6px}
.split{display:grid;grid-template-columns:minmax(0,1fr) minmax(0,1fr);gap:24px;align-items:start}
@media (max-width:900px){.split{grid-template-columns:minmax(0,1fr)}header,main,footer{padding:0 14px}}
.tools{display:flex;flex-wrap:wrap;gap:10px;align-items:center;margin:0 0 10px}
input[type=search]{font:inherit;color:inherit;background:var(--bg);border:1px solid var(--soft);border-radius:6px;padding:6px 10px;min-width:220px;flex:1}
.tools button{font:inherit;color:var(--ink);background:var(--bg);border:1px solid var(--soft);border-radius:6px;padding:6px 12px;cursor:pointer}
.tools button[aria-pressed=true]{background:var(--accent);border-color:var(--accent);color:var(--bg)}
.list{border:1px solid var(--line);border-radius:8px;max-height:78vh;overflow:auto}
table{border-collapse:collapse;width:100%;table-layout:fixed}
th{text-align:left;font-weight:600;background:var(--panel);position:sticky;top:0;padding:7px 10px;border-bottom:1px solid var(--line);z-index:1}
th:first-child{width:112px}
td{padding:0 10px;border-bottom:1px solid var(--line);vertical-align:top;overflow-wrap:anywhere;padding-top:6px;padding-bottom:6px}
tbody tr{cursor:pointer}tbody tr:hover{background:var(--panel)}tbody tr.sel{background:var(--zone);box-shadow:inset 3px 0 0 var(--accent)}
td button{all:unset;cursor:pointer;overflow-wrap:anywhere;color:var(--accent);text-decoration:underline;text-underline-offset:2px}
td button:focus-visible{outline:3px solid var(--accent);outline-offset:2px}
.why{color:var(--soft);font-size:13.5px}
.verdict{font-weight:700;white-space:nowrap}
#detail{border:1px solid var(--line);border-radius:8px;padding:4px 18px 18px;background:var(--panel);position:sticky;top:12px;max-height:92vh;overflow:auto;min-height:120px}
@media (max-width:900px){#detail{position:static;max-height:none}}
#detail h3{overflow-wrap:anywhere}
.finding{border-left:4px solid var(--bad);background:var(--badbg);border-radius:4px;padding:8px 12px;margin:8px 0;overflow-wrap:anywhere}
.finding.warning{border-color:var(--open);background:var(--openbg)}.finding.info{border-color:var(--line);background:var(--bg)}
.finding p{margin:2px 0}.finding .id{font-weight:700}.place{color:var(--soft);font-size:13px}
.steps{list-style:none;margin:4px 0;padding:0}
.steps li{padding:2px 0 2px 26px;position:relative;overflow-wrap:anywhere}
.steps li::before{content:"✔";position:absolute;left:4px;color:var(--ok);font-weight:700}
.steps li.no::before{content:"✘";color:var(--bad)}.steps li.unknown::before{content:"?";color:var(--open)}
.steps li.broken{background:var(--badbg);border-radius:4px}.steps li.broken.unknown{background:var(--openbg)}
details{margin:4px 0}summary{cursor:pointer;color:var(--accent)}
.endtag{font-weight:700;margin-left:6px}
code,pre{font:13px/1.5 ui-monospace,SFMono-Regular,Menlo,Consolas,monospace}
pre{background:var(--bg);border:1px solid var(--line);border-radius:6px;padding:10px;overflow-x:auto;white-space:pre-wrap;overflow-wrap:anywhere}
.errors li{color:var(--bad)}
svg.net{display:block;font:12px system-ui,-apple-system,"Segoe UI",Roboto,sans-serif}
svg.net text{fill:var(--ink)}
.vpc{fill:var(--bg);stroke:var(--soft)}.zone{fill:var(--zone);stroke:var(--line);stroke-dasharray:4 4}.subnet{fill:var(--panel);stroke:var(--line)}
.service{fill:var(--okbg);stroke:var(--ok)}.gateway{fill:var(--nat);stroke:var(--soft)}
.chip{fill:var(--chip);stroke:var(--line)}.chip.endpoint{fill:var(--endpoint)}.chip.nat{fill:var(--nat)}
.chip.ready{fill:var(--okbg);stroke:var(--ok)}.chip.never{fill:var(--badbg);stroke:var(--bad)}.chip.unknown{fill:var(--openbg);stroke:var(--open)}
.vpc-name,.service-name{font-weight:700;font-size:14px}.zone-name{font-size:12px;fill:var(--soft)!important}.subnet-name{font-weight:600}.note{font-size:11px;fill:var(--soft)!important}
.way path{fill:none;stroke-width:2.5;stroke-linejoin:round}.way .lit{stroke:var(--ok)}.way .rest{stroke-dasharray:3 5;stroke-width:2}
.way .rest.no{stroke:var(--bad)}.way .rest.unknown{stroke:var(--open)}
.end circle{fill:#c4161c;stroke:var(--bg);stroke-width:2}.end.unknown circle{fill:#8a5300}.end text{fill:#fff!important;font-weight:700;font-size:11px}
.host{cursor:pointer}.host:focus-visible{outline:none}.host:focus-visible .chip{stroke:var(--accent);stroke-width:3}
svg.some .way,svg.some .end{opacity:.18}svg.some .way.on,svg.some .end.on{opacity:1}svg.some .way.on path{stroke-width:4}.host.on .chip{stroke:var(--accent);stroke-width:3}
footer{color:var(--soft);font-size:13px;margin-top:32px;padding-bottom:32px}
.paper{display:none}
@media print{:root{color-scheme:light;--bg:#fff;--ink:#000;--soft:#444;--line:#bbb;--panel:#fff;--zone:#f6f6f6}
.tools,.skip,#detail{display:none}.split{display:block}.list{max-height:none;overflow:visible;border:0}.paper{display:block}th{position:static}
.scroll{overflow:visible;border:0}svg.net{max-width:100%;height:auto}figure,.finding,.paper section{break-inside:avoid}tr{break-inside:avoid}}
@media (forced-colors:active){.way .lit{stroke:LinkText}.way .rest{stroke:CanvasText}}
`;
