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
  // What the launcher's shell tells holds also where that process has ended meanwhile; a number that was inherited from elsewhere does not.
  const told =
    Number(process.env.TYPESCRIPT_KERNEL_LAUNCHER) === parent ? process.env.TYPESCRIPT_KERNEL_CLIENT : undefined;
  const watched = named.filter((pid) => alive(pid) || pid === Number(told));
  const timer = setInterval(() => {
    if (process.ppid === parent && watched.every(alive)) return;
    clearInterval(timer);
    gone();
  }, everyMs);
}
