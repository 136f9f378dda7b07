/** A drawing of an app at work: menu, figures, a funnel and a board, in the colours of the theme. */

const FIGURES = [0, 1, 2, 3];
const COLUMNS: readonly { tone: string; cards: readonly number[] }[] = [
  { tone: "var(--text-3)", cards: [46, 30, 38] },
  { tone: "var(--info)", cards: [40, 52] },
  { tone: "var(--accent)", cards: [50, 34, 44] },
  { tone: "var(--warn)", cards: [36] },
  { tone: "var(--ok)", cards: [48, 40] },
];
const FUNNEL = [78, 62, 46, 30, 18];

export function TemplatePicture() {
  return (
    <div className="template-drawing" aria-hidden="true">
      <svg viewBox="0 0 400 250" preserveAspectRatio="xMidYMid meet">
        <rect x="0.5" y="0.5" width="399" height="249" rx="10" fill="var(--surface)" stroke="var(--line)" />
        <Menu />
        {FIGURES.map((at) => (
          <Figure key={at} x={84 + at * 56} tone={at === 2 ? "var(--bad)" : "var(--text)"} />
        ))}
        <Funnel />
        {COLUMNS.map(({ tone, cards }, at) => (
          <Column key={tone} x={84 + at * 62} tone={tone} cards={cards} />
        ))}
      </svg>
    </div>
  );
}

function Menu() {
  return (
    <g>
      <path
        d="M10.5 0.5 H72 V249.5 H10.5 A10 10 0 0 1 0.5 239.5 V10.5 A10 10 0 0 1 10.5 0.5 Z"
        fill="var(--bg)"
      />
      <line x1="72" y1="0.5" x2="72" y2="249.5" stroke="var(--line)" />
      <rect x="12" y="14" width="14" height="14" rx="4" fill="var(--accent)" />
      <rect x="31" y="18" width="28" height="6" rx="3" fill="var(--text-3)" opacity="0.6" />
      {[44, 60, 76, 102, 118, 134, 160, 176].map((y, at) => (
        <g key={y}>
          {at === 1 ? <rect x="8" y={y - 6} width="56" height="14" rx="5" fill="var(--accent-weak)" /> : null}
          <rect
            x="13"
            y={y - 2}
            width="6"
            height="6"
            rx="2"
            fill={at === 1 ? "var(--accent)" : "var(--line-strong)"}
          />
          <rect
            x="24"
            y={y - 1}
            width={at % 3 === 0 ? 32 : 26}
            height="4"
            rx="2"
            fill={at === 1 ? "var(--accent)" : "var(--line-strong)"}
          />
        </g>
      ))}
    </g>
  );
}

function Figure({ x, tone }: { x: number; tone: string }) {
  return (
    <g>
      <rect x={x} y="14" width="50" height="40" rx="6" fill="var(--surface)" stroke="var(--line)" />
      <rect x={x + 8} y="22" width="24" height="4" rx="2" fill="var(--line-strong)" />
      <rect x={x + 8} y="33" width="30" height="10" rx="3" fill={tone} opacity="0.75" />
    </g>
  );
}

function Funnel() {
  return (
    <g>
      <rect x="310" y="14" width="78" height="92" rx="6" fill="var(--surface)" stroke="var(--line)" />
      {FUNNEL.map((width, at) => (
        <rect
          key={width}
          x={349 - (width * 0.8) / 2}
          y={24 + at * 15}
          width={width * 0.8}
          height="11"
          rx="3"
          fill="var(--accent)"
          opacity={0.35 + at * 0.14}
        />
      ))}
    </g>
  );
}

function Column({ x, tone, cards }: { x: number; tone: string; cards: readonly number[] }) {
  return (
    <g>
      <rect x={x} y="118" width="56" height="122" rx="6" fill="var(--bg)" />
      <circle cx={x + 9} cy="128" r="3" fill={tone} />
      <rect x={x + 16} y="126" width="26" height="4" rx="2" fill="var(--line-strong)" />
      {cards.map((width, at) => (
        <g key={at}>
          <rect
            x={x + 5}
            y={138 + at * 33}
            width="46"
            height="28"
            rx="5"
            fill="var(--surface)"
            stroke="var(--line)"
          />
          <rect
            x={x + 10}
            y={144 + at * 33}
            width={width * 0.7}
            height="4"
            rx="2"
            fill="var(--text-3)"
            opacity="0.75"
          />
          <rect
            x={x + 10}
            y={153 + at * 33}
            width={width * 0.45}
            height="4"
            rx="2"
            fill="var(--line-strong)"
          />
        </g>
      ))}
      {x < 260 ? (
        <rect x={x} y="62" width="44" height="4" rx="2" fill="var(--line-strong)" opacity="0.7" />
      ) : null}
      {x < 260 ? <rect x={x} y="78" width="36" height="4" rx="2" fill="var(--line)" /> : null}
      {x < 260 ? <rect x={x} y="94" width="40" height="4" rx="2" fill="var(--line)" /> : null}
    </g>
  );
}
