#!/usr/bin/env bash
# OpenBLAS 0.3.34 (PyPI scipy-openblas32 0.3.34.481.3, sgemm, one thread): the product of one vector with one vector has
# other last digits at other places of the result. M copies of a vector times N copies of another give M × N cells that
# should be the same number. Seen:
#   Haswell kernels      two values in most products, those of 64, 128, 192, 256 rows and columns too
#   SkylakeX kernels     two values in some products of any size, none where rows and columns are multiples of 64
#   Sandybridge kernels  one value, always
# So a comparison of scores breaks ties by position. Guarded by src/compute/device/even-handed.ts, src/compute/matmul.ts.
# Exits 0 when this is so (or the processor lacks AVX2), 1 when it has changed.
set -euo pipefail
cores=$(grep -m1 '^flags' /proc/cpuinfo 2>/dev/null || true)
case " $cores " in *" avx2 "*) ;; *) echo "not this processor: it lacks AVX2"; exit 0 ;; esac
here=$(mktemp -d)
trap 'rm -rf "$here"' EXIT
python3 -m venv "$here/venv"
"$here/venv/bin/pip" install --quiet --disable-pip-version-check scipy-openblas32==0.3.34.481.3 2>/dev/null
cat > "$here/products.py" <<'PY'
import array, ctypes, os, random, sys
import scipy_openblas32 as package

lib = ctypes.CDLL(os.path.join(package.get_lib_dir(), package.get_library(fullname=True)))
lib.scipy_openblas_get_corename.restype = ctypes.c_char_p
core = lib.scipy_openblas_get_corename().decode()
if core != os.environ["OPENBLAS_CORETYPE"]:
    sys.exit(f"asked for {os.environ['OPENBLAS_CORETYPE']}, got {core}")
lib.scipy_openblas_set_num_threads(1)
row_major, plain, transposed = 101, 111, 112
draw = random.Random(1)

def values(M, N, K):
    """Different values among the cells of (M copies of a vector) times (N copies of another)."""
    vector = lambda: array.array("f", [draw.gauss(0, 1) for _ in range(K)])
    a, b, c = vector() * M, vector() * N, array.array("f", bytes(4 * M * N))
    at = lambda x: ctypes.c_void_p(x.buffer_info()[0])
    one, zero = ctypes.c_float(1), ctypes.c_float(0)
    lib.scipy_cblas_sgemm(row_major, plain, transposed, M, N, K, one, at(a), K, at(b), K, zero, at(c), N)
    return sorted(set(c))

def unequal(shapes):
    found = [(shape, cells) for shape in shapes if len(cells := values(*shape)) > 1]
    return len(found), found[0] if found else None

tiles = [64, 128, 192, 256]
whole, first = unequal([(draw.choice(tiles), draw.choice(tiles), draw.randint(8, 300)) for _ in range(200)])
small, other = unequal([tuple(draw.randint(1, 200) for _ in range(3)) for _ in range(400)])
print(f"{core:<12} more than one value: {whole:>3} of 200 products of whole tiles, {small:>3} of 400 of any size")
if first or other:
    shape, cells = first or other
    print(f"{'':<12} e.g. M, N, K = {shape}: {cells}")
expected = {"Haswell": (True, True), "SkylakeX": (False, True), "Sandybridge": (False, False)}
sys.exit(0 if (whole > 0, small > 0) == expected[core] else 1)
PY
grep -m1 'model name' /proc/cpuinfo || true
echo 'OpenBLAS of scipy-openblas32 0.3.34.481.3'
changed=0
for core in Haswell SkylakeX Sandybridge; do
  if [ "$core" = SkylakeX ]; then case " $cores " in *" avx512vl "*) ;; *) echo 'SkylakeX     not tried: this processor lacks AVX-512'; continue ;; esac; fi
  OPENBLAS_CORETYPE=$core "$here/venv/bin/python" "$here/products.py" || changed=1
done
exit "$changed"
