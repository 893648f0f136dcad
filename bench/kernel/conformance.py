"""jupyter_kernel_test, the part that does not depend on a kernel's own ways of showing: python conformance.py NAME SAMPLES"""

import json
import sys
import unittest

import jupyter_kernel_test

name, samples = sys.argv[1], json.loads(sys.argv[2])


class Conformance(jupyter_kernel_test.KernelTests):
    kernel_name = name
    language_name = samples["language"]
    file_extension = ".ts"
    code_hello_world = "console.log('hello, world')"
    code_stderr = "console.error('oh')"
    completion_samples = [{"text": "Math.lo", "matches": set(samples["completion"])}]
    complete_code_samples = ["1", "const x = 2;", "function f() { return 1; }"]
    incomplete_code_samples = ["function f() {", "[1, 2,"]
    invalid_code_samples = ["const = 5"]
    code_generate_error = "throw new Error('broken')"
    code_execute_result = [{"code": "1 + 2", "result": samples["three"]}]
    code_display_data = [{"code": samples["html"], "mime": "text/html"}]
    code_inspect_sample = "Math.max"
    supported_history_operations = ("tail",)


suite = unittest.defaultTestLoader.loadTestsFromTestCase(Conformance)
result = unittest.TextTestRunner(verbosity=2).run(suite)
# A test fails with any of its parts; without a sample it is skipped.
whole = lambda test: getattr(test, "test_case", test).id()
failed = {whole(test) for test, _ in result.failures + result.errors}
skipped = {test.id() for test, _ in result.skipped if not hasattr(test, "test_case")}
print(f"passed {result.testsRun - len(failed) - len(skipped)} failed {len(failed)}")
