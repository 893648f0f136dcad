const alive = (pid: number): boolean => {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
};

/** Calls `gone` when the client that started the kernel has ended: a kernel without one is of no use to anybody. */
export function watchClient(gone: () => void, everyMs = 1000): void {
  const parent = process.ppid;
  // Jupyter tells its own id; the launcher's shell (see install.ts) tells who started it.
  const named = [process.env.JPY_PARENT_PID, process.env.TYPESCRIPT_KERNEL_CLIENT]
    .map(Number)
    .filter((pid) => Number.isInteger(pid) && pid > 1);
  const watched = named.filter(alive);
  const timer = setInterval(() => {
    if (process.ppid === parent && watched.every(alive)) return;
    clearInterval(timer);
    gone();
  }, everyMs);
}
