/** "TS" between the brackets of a cell: the kernel's sign in JupyterLab's launcher. */
export const LOGO = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 64 64">
  <rect width="64" height="64" rx="10" fill="#3178c6"/>
  <g stroke="#ffd166" stroke-width="3" fill="none">
    <path d="M14 12 H8 V52 H14 M50 12 H56 V52 H50"/>
  </g>
  <g stroke="#fff" stroke-width="4.5" fill="none">
    <path d="M14 23 H32 M23 23 V43"/>
    <path d="M49 26 C47 23 44 22.5 42 22.5 C38.5 22.5 36 24.5 36 27.5 C36 34 49.5 31 49.5 38 C49.5 41.5 46.5 43 43 43 C40 43 37 42 35 39"/>
  </g>
</svg>
`;
