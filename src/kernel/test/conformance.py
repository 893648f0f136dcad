"""jupyter_kernel_test for the kernel `typescript`, and what only Jupyter's own client can show."""

import os
import signal
import subprocess
import sys
import time
import unittest

import jupyter_kernel_test
from jupyter_client.manager import start_new_kernel


class TypeScriptKernelTests(jupyter_kernel_test.KernelTests):
    kernel_name = "typescript"
    language_name = "typescript"
    file_extension = ".ts"
    code_hello_world = "console.log('hello, world')"
    code_stderr = "console.error('oh')"
    completion_samples = [
        {"text": "Math.lo", "matches": {"log", "log10", "log1p", "log2"}},
        {"text": "const o = { alpha: 1, beta: 2 }; o.", "matches": {"alpha", "beta"}},
    ]
    complete_code_samples = ["1", "const x = 2;", "function f() { return 1; }"]
    incomplete_code_samples = ["function f() {", "const x =", "[1, 2,"]
    invalid_code_samples = ["const = 5", "} else {", "import from 3"]
    code_generate_error = "throw new Error('broken')"
    code_execute_result = [
        {"code": "1 + 2", "result": "3"},
        {"code": "[1, 'two']", "result": "[ 1, 'two' ]"},
        {"code": "await Promise.resolve(8)", "result": "8"},
        {"code": "({ 'text/html': '<b>bold</b>', 'text/plain': 'bold' })", "mime": "text/html", "result": "<b>bold</b>"},
        {
            "code": "({ [Symbol.for('Jupyter.display')]: () => ({ 'image/svg+xml': '<svg/>' }) })",
            "mime": "image/svg+xml",
        },
    ]
    code_display_data = [
        {"code": "display.html('<i>italic</i>')", "mime": "text/html"},
        {"code": "display.markdown('# Title')", "mime": "text/markdown"},
        {"code": "display.latex('$x^2$')", "mime": "text/latex"},
        {"code": "display.json({ a: 1 })", "mime": "application/json"},
        {"code": "console.table([{ a: 1 }])", "mime": "text/html"},
        {
            "code": "display({ data: [{ type: 'bar', x: [1, 2], y: [3, 4] }], layout: { title: { text: 'Bars' } } })",
            "mime": "application/vnd.plotly.v1+json",
        },
        {"code": "display.image(new Uint8Array([0x89, 0x50, 0x4e, 0x47, 13, 10, 26, 10]))", "mime": "image/png"},
    ]
    code_clear_output = "display.clear({ wait: true })"
    code_inspect_sample = "Math.max"
    code_history_pattern = "1?2*"
    supported_history_operations = ("tail", "range", "search")

    def test_history(self):
        # The samples above, by their own kind of history.
        for operation in self.supported_history_operations:
            with self.subTest(operation):
                reply = self.history_helper(
                    ["1 + 2", "1 + 2", "3"], output=False, raw=True, hist_access_type=operation,
                    n=2, pattern="1*", session=0, start=1, stop=3,
                )
                self.assertEqual(reply["content"]["status"], "ok")
                self.assertEqual(len(reply["content"]["history"]), 2)
                self.assertEqual(len(reply["content"]["history"][0]), 3)


class LifeTests(unittest.TestCase):
    def start(self):
        km, kc = start_new_kernel(kernel_name="typescript", startup_timeout=30)
        self.addCleanup(km.shutdown_kernel, now=True)
        self.addCleanup(kc.stop_channels)
        return km, kc

    def result(self, kc, code):
        out = []
        reply = kc.execute_interactive(code, timeout=30, output_hook=out.append)
        texts = [m["content"]["data"]["text/plain"] for m in out if m["msg_type"] == "execute_result"]
        return reply["content"]["status"], texts

    def test_restart(self):
        km, kc = self.start()
        self.assertEqual(self.result(kc, "const x = 5; x"), ("ok", ["5"]))
        km.restart_kernel()
        kc.wait_for_ready(timeout=30)
        self.assertEqual(self.result(kc, "x")[0], "error")
        self.assertEqual(self.result(kc, "6"), ("ok", ["6"]))

    def test_interrupt_through_the_manager(self):
        km, kc = self.start()
        kc.execute("const kept = 1; console.log('busy'); for (;;);")
        while kc.get_iopub_msg(timeout=10)["msg_type"] != "stream":
            pass
        km.interrupt_kernel()
        reply = kc.get_shell_msg(timeout=10)
        while reply["msg_type"] != "execute_reply":
            reply = kc.get_shell_msg(timeout=10)
        self.assertEqual(reply["content"]["ename"], "KeyboardInterrupt")
        self.assertEqual(self.result(kc, "kept"), ("ok", ["1"]))

    def test_shutdown_while_busy(self):
        km, kc = self.start()
        kc.execute("console.log('busy'); for (;;);")
        while kc.get_iopub_msg(timeout=10)["msg_type"] != "stream":
            pass
        km.shutdown_kernel()
        self.assertFalse(km.is_alive())


def descendants(pid):
    listing = subprocess.run(["ps", "-eo", "pid=,ppid="], capture_output=True, text=True).stdout
    children = {}
    for line in listing.splitlines():
        child, parent = map(int, line.split())
        children.setdefault(parent, []).append(child)
    found, queue = [], [pid]
    while queue:
        for child in children.get(queue.pop(), []):
            found.append(child)
            queue.append(child)
    return found


def alive(pid):
    try:
        os.kill(pid, 0)
    except OSError:
        return False
    # A zombie has ended; nobody has asked for its exit code yet.
    return subprocess.run(["ps", "-o", "stat=", "-p", str(pid)], capture_output=True, text=True).stdout.strip()[:1] not in ("", "Z")


@unittest.skipUnless(sys.platform == "linux", "looks at processes the way Linux shows them")
class ClientGoneTests(unittest.TestCase):
    def test_kernel_ends_when_its_client_is_killed(self):
        code = "import sys, time\nfrom jupyter_client.manager import start_new_kernel\nkm, kc = start_new_kernel(kernel_name='typescript')\nprint('up', flush=True)\ntime.sleep(600)"
        client = subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, text=True)
        self.assertEqual(client.stdout.readline().strip(), "up")
        kernels = descendants(client.pid)
        self.assertTrue(kernels)
        client.send_signal(signal.SIGKILL)
        client.wait()
        client.stdout.close()
        until = time.monotonic() + 10
        while any(map(alive, kernels)) and time.monotonic() < until:
            time.sleep(0.1)
        self.assertFalse([k for k in kernels if alive(k)])


if __name__ == "__main__":
    unittest.main()
