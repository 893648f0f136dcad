/** Two graphs and the seeds between them: the kernel's sign in JupyterLab's launcher. */
export const LOGO = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 64 64">
  <rect width="64" height="64" rx="10" fill="#3178c6"/>
  <g stroke="#fff" stroke-width="2.5" fill="none">
    <path d="M14 14 L22 32 L12 50"/>
    <path d="M50 14 L42 32 L52 50"/>
    <path d="M14 14 H50 M22 32 H42 M12 50 H52" stroke-dasharray="3 4" stroke="#ffd166"/>
  </g>
  <g fill="#fff">
    <circle cx="14" cy="14" r="5"/><circle cx="22" cy="32" r="5"/><circle cx="12" cy="50" r="5"/>
    <circle cx="50" cy="14" r="5"/><circle cx="42" cy="32" r="5"/><circle cx="52" cy="50" r="5"/>
  </g>
</svg>
`;
