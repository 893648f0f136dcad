"""Figures from PyTorch that the tests of losses, layers, MCLEA and AdamW compare with.

    python -m venv venv && venv/bin/pip install -r requirements.txt && venv/bin/python make.py

writes figures.json: inputs, values and gradients (float32 arithmetic would carry rounding of its own: all is computed
in float64 and printed with nine digits). The formulas are written out from method notes and papers, not from our code.
"""

import json
import math
from pathlib import Path

import torch
import torch.nn.functional as F

torch.set_default_dtype(torch.float64)
torch.manual_seed(7)


def plain(x):
    """Nested lists of numbers, nine significant digits."""
    if isinstance(x, torch.Tensor):
        return plain(x.detach().tolist())
    if isinstance(x, list):
        return [plain(v) for v in x]
    if isinstance(x, dict):
        return {k: plain(v) for k, v in x.items()}
    return float(f"{x:.9g}") if isinstance(x, float) else x


def leaf(*shape, scale=1.0):
    # Rounded to float32, so that both sides start from the very same numbers.
    x = (scale * torch.randn(*shape)).to(torch.float32).to(torch.float64)
    return x.requires_grad_()


def case(inputs, value, **extra):
    grads = torch.autograd.grad(value, list(inputs.values()), allow_unused=True)
    pairs = {k: g for k, g in zip(inputs, grads) if g is not None}
    return plain({"inputs": inputs, "value": value.item(), "gradients": pairs, **extra})


# --- losses -----------------------------------------------------------------------------------------------------------


def both_logits(z1, z2, tau):
    n = z1.shape[0]
    hide = torch.zeros(n, n).fill_diagonal_(float("-inf"))
    a = torch.cat([z1 @ z2.T / tau, z1 @ z1.T / tau + hide], 1)
    b = torch.cat([z2 @ z1.T / tau, z2 @ z2.T / tau + hide], 1)
    return a, b


def icl(x1, x2, tau, normalize=True):
    if normalize:
        x1, x2 = F.normalize(x1), F.normalize(x2)
    a, b = both_logits(x1, x2, tau)
    target = torch.arange(x1.shape[0])
    return (F.cross_entropy(a, target) + F.cross_entropy(b, target)) / 2


def ial(m1, m2, j1, j2, tau, zoom):
    p = both_logits(F.normalize(m1), F.normalize(m2), tau)
    q = both_logits(F.normalize(j1), F.normalize(j2), tau)
    total = 0.0
    for logits, target in zip(p, q):
        target = F.softmax(target.detach(), dim=1)
        log_p = F.log_softmax(logits, dim=1)
        cells = torch.where(target > 0, target * (torch.log(target.clamp_min(1e-300)) - log_p), 0.0)
        total = total + cells.mean() / 2
    return zoom * total


def nca(x1, x2, alpha, beta):
    s = F.normalize(x1) @ F.normalize(x2).T
    off = torch.exp(alpha * s) * (1 - torch.eye(s.shape[0]))
    terms = torch.log(1 + off.sum(0)) / alpha + torch.log(1 + off.sum(1)) / alpha
    return (terms - beta * torch.log(1 + F.relu(s.diag()))).mean()


def weigh(losses, s):
    return sum(torch.exp(-s[i]) * loss + s[i] for i, loss in enumerate(losses))


# --- layers -----------------------------------------------------------------------------------------------------------


def gat(h, weights, attentions, edges):
    for layer, (weight, attention) in enumerate(zip(weights, attentions)):
        if layer > 0:
            h = F.elu(h)
        out = 0.0
        for w, a in zip(weight, attention):
            x = h * w
            e = torch.exp(-F.leaky_relu(torch.cat([x[edges[0]], x[edges[1]]], 1) @ a, 0.2))
            total = torch.zeros(h.shape[0]).index_add(0, edges[0], e)
            out = out + torch.zeros_like(h).index_add(0, edges[0], e[:, None] * x[edges[1]]) / total[:, None]
        h = out / len(weight)
    return h


def gcn(h, weights, biases, adjacency):
    for layer, (w, b) in enumerate(zip(weights, biases)):
        h = adjacency @ ((F.relu(h) if layer > 0 else h) @ w) + b
    return h


def fuse(parts, logits):
    weights = torch.softmax(logits, 0)
    return torch.cat([weights[i] * F.normalize(part) for i, part in enumerate(parts)], 1)


def graph(n):
    """A ring with chords and self-loops, symmetrically normalised; edges in row order."""
    a = torch.eye(n)
    for i in range(n):
        for j in ((i + 1) % n, (i * i + 3) % n):
            if i != j:
                a[i, j] += 1
                a[j, i] += 1
    d = a.sum(1) ** -0.5
    a = (d[:, None] * a * d[None, :]).to(torch.float32).to(torch.float64)
    return a, a.nonzero().T


# --- the figures ------------------------------------------------------------------------------------------------------


def losses():
    x1, x2 = leaf(7, 5), leaf(7, 5)
    y1, y2 = leaf(7, 5), leaf(7, 5)
    m1, m2, j1, j2 = leaf(6, 4), leaf(6, 4), leaf(6, 9), leaf(6, 9)
    n1, n2 = leaf(8, 5), leaf(8, 5)
    values, s = leaf(3), leaf(3, scale=0.5)
    joint = {"modalityLeft": m1, "modalityRight": m2, "jointLeft": j1, "jointRight": j2}
    return {
        "icl": case({"left": x1, "right": x2}, icl(x1, x2, 0.1), temperature=0.1),
        "iclPlain": case({"left": y1, "right": y2}, icl(y1, y2, 1.0, normalize=False), temperature=1.0),
        "ial": case(joint, ial(m1, m2, j1, j2, 4.0, 0.1), temperature=4.0, zoom=0.1),
        "nca": case({"left": n1, "right": n2}, nca(n1, n2, 15.0, 10.0), alpha=15.0, beta=10.0),
        "uncertainty": case({"losses": values, "s": s}, weigh(list(values), s)),
    }


def layers():
    n, d = 9, 6
    adjacency, edges = graph(n)
    out = {}
    h, w1, a1, w2, a2 = leaf(n, d), leaf(2, d), leaf(2, 2 * d), leaf(3, d), leaf(3, 2 * d)
    inputs = {"h": h, "weight0": w1, "attention0": a1, "weight1": w2, "attention1": a2}
    up = leaf(n, d).detach()
    y = gat(h, [w1, w2], [a1, a2], edges)
    out["gat"] = case(inputs, (y * up).sum(), output=y, upstream=up)
    h, w1, b1, w2, b2 = leaf(n, d), leaf(d, 5), leaf(5), leaf(5, 4), leaf(4)
    inputs = {"h": h, "weight0": w1, "bias0": b1, "weight1": w2, "bias1": b2}
    up = leaf(n, 4).detach()
    y = gcn(h, [w1, w2], [b1, b2], adjacency)
    out["gcn"] = case(inputs, (y * up).sum(), output=y, upstream=up)
    p, q, logits = leaf(n, 4), leaf(n, 3), leaf(2)
    up = leaf(n, 7).detach()
    y = fuse([p, q], logits)
    out["fusion"] = case({"first": p, "second": q, "logits": logits}, (y * up).sum(), output=y, upstream=up)
    return {"adjacency": plain(adjacency), **out}


def mclea_parameters(n, widths, hidden, width):
    p = {"entities": leaf(n, hidden, scale=0.3)}
    for layer in range(2):
        p[f"weight{layer}"] = leaf(2, hidden)
        p[f"attention{layer}"] = leaf(2, 2 * hidden, scale=0.4)
    for name, cols in widths.items():
        p[f"{name}Weight"], p[f"{name}Bias"] = leaf(cols, width), leaf(width)
    count = 1 + len(widths)
    p["fusion"], p["within"], p["between"] = leaf(count), leaf(count, scale=0.3), leaf(count, scale=0.3)
    return p


def mclea_loss(p, features, edges, batches, names):
    """The whole loss of one epoch: entities embedded once, the batches' losses summed (method notes, section 4.2)."""
    structure = gat(p["entities"], [p["weight0"], p["weight1"]], [p["attention0"], p["attention1"]], edges)
    parts = [structure] + [features[m] @ p[f"{m}Weight"] + p[f"{m}Bias"] for m in names]
    joint = fuse(parts, p["fusion"])
    total = 0.0
    for left, right in batches:
        within = [icl(x[left], x[right], 0.1) for x in parts]
        between = [ial(x[left], x[right], joint[left], joint[right], 4.0, 0.1) for x in parts]
        total = total + icl(joint[left], joint[right], 0.1) + weigh(within, p["within"])
        total = total + 0.1 * weigh(between, p["between"])
    return total


def small():
    """Fourteen entities, seven a side, two modalities; one batch of four pairs and one of three."""
    n, widths = 14, {"image": 5, "relation": 4}
    adjacency, edges = graph(n)
    features = {m: leaf(n, cols).detach() for m, cols in widths.items()}
    features["relation"] = (features["relation"] > 0.3).double() + 0.5
    pairs = [([0, 1, 2, 3], [7, 8, 9, 10]), ([4, 5, 6], [11, 12, 13])]
    batches = [(torch.tensor(a), torch.tensor(b)) for a, b in pairs]
    common = {"features": features, "adjacency": adjacency, "batches": pairs, "leftCount": 7}
    return n, widths, adjacency, edges, features, batches, common


def mclea():
    n, widths, _, edges, features, batches, common = small()
    p = mclea_parameters(n, widths, 6, 3)
    first = case(p, mclea_loss(p, features, edges, batches, list(widths)), **common)
    # Five steps of torch's AdamW from there, the summed loss before each step, and the parameters at the end.
    params = {k: torch.nn.Parameter(v.detach().clone()) for k, v in p.items()}
    optimizer = torch.optim.AdamW(params.values(), lr=0.01, weight_decay=0.05)
    course = []
    for _ in range(5):
        optimizer.zero_grad()
        loss = mclea_loss(params, features, edges, batches, list(widths))
        course.append(loss.item())
        loss.backward()
        optimizer.step()
    return {**first, "training": plain({"learningRate": 0.01, "weightDecay": 0.05, "losses": course, "after": params})}


def eva():
    n, widths, adjacency, _, features, batches, common = small()
    p = {"entities": leaf(n, 6)}
    for layer, (rows, cols) in enumerate([(6, 5), (5, 4)]):
        p[f"weight{layer}"], p[f"bias{layer}"] = leaf(rows, cols), leaf(cols)
    for name, width in (("image", 4), ("relation", 3)):
        p[f"{name}Weight"], p[f"{name}Bias"] = leaf(widths[name], width), leaf(width)
    p["fusion"] = leaf(3)
    structure = gcn(p["entities"], [p["weight0"], p["weight1"]], [p["bias0"], p["bias1"]], adjacency)
    parts = [structure] + [features[m] @ p[f"{m}Weight"] + p[f"{m}Bias"] for m in widths]
    joint = fuse([x.detach() for x in parts], p["fusion"])
    total = 0.0
    for left, right in batches:
        total = total + nca(joint[left], joint[right], 15.0, 10.0)
        for x, alpha in zip(parts, (5.0, 15.0, 15.0)):
            total = total + nca(x[left], x[right], alpha, 10.0)
    return case(p, total, joint=joint, **common)


def bert(tokens, p, heads):
    """One BERT layer by torch's own modules' functions; gives hidden states and attention (rows, heads, M, M)."""
    rows, count, width = tokens.shape

    def dense(x, name):
        return x @ p[f"{name}Weight"] + p[f"{name}Bias"]

    def split(x):
        return x.view(rows, count, heads, width // heads).permute(0, 2, 1, 3)

    q, k, v = (split(dense(tokens, name)) for name in ("query", "key", "value"))
    attention = F.softmax(q @ k.transpose(-1, -2) / math.sqrt(width // heads), dim=-1)
    context = F.scaled_dot_product_attention(q, k, v).permute(0, 2, 1, 3).reshape(rows, count, width)
    x = F.layer_norm(dense(context, "dense") + tokens, (width,), p["normScale"], p["normShift"], 1e-12)
    y = dense(F.gelu(dense(x, "up")), "down")
    return F.layer_norm(y + x, (width,), p["norm2Scale"], p["norm2Shift"], 1e-12), attention


def meaformer():
    n, widths, _, edges, features, batches, common = small()
    d, heads, wide = 6, 2, 7
    p = {"entities": leaf(n, d)}
    for layer in range(2):
        p[f"weight{layer}"], p[f"attention{layer}"] = leaf(2, d), leaf(2, 2 * d, scale=0.4)
    for name, cols in widths.items():
        p[f"{name}Weight"], p[f"{name}Bias"] = leaf(cols, d), leaf(d)
    for name in ("query", "key", "value", "dense"):
        p[f"{name}Weight"], p[f"{name}Bias"] = leaf(d, d, scale=0.5), leaf(d)
    p["normScale"], p["normShift"] = leaf(d), leaf(d)
    for name, (rows, cols) in {"up": (d, wide), "down": (wide, d)}.items():
        p[f"{name}Weight"], p[f"{name}Bias"] = leaf(rows, cols), leaf(cols)
    p["norm2Scale"], p["norm2Shift"], p["s"] = leaf(d), leaf(d), leaf(3, scale=0.3)
    structure = gat(p["entities"], [p["weight0"], p["weight1"]], [p["attention0"], p["attention1"]], edges)
    parts = [structure] + [features[m] @ p[f"{m}Weight"] + p[f"{m}Bias"] for m in widths]
    hidden, attention = bert(torch.stack(parts, 1), p, heads)
    weights = F.softmax(attention.sum(1).sum(1) / math.sqrt(3 * heads), dim=-1)
    joint = torch.cat([weights[:, [i]] * F.normalize(x) for i, x in enumerate(parts)], 1)
    total = 0.0
    for left, right in batches:
        before = [icl(x[left], x[right], 0.1) for x in parts]
        after = [icl(hidden[left, i], hidden[right, i], 0.1) for i in range(3)]
        total = total + icl(joint[left], joint[right], 0.1) + weigh(before, p["s"]) + weigh(after, p["s"])
    return case(p, total, joint=joint, **common)


def adamw():
    """Twelve steps on given gradients, one of them zero and one huge."""
    w = leaf(3, 4)
    gradients = [leaf(3, 4).detach() * scale for scale in [1, 1, 0, 1e4, 1, 0.1, 1e-6, 1, 1, 1, 1, 1]]
    param = torch.nn.Parameter(w.detach().clone())
    optimizer = torch.optim.AdamW([param], lr=0.02, betas=(0.9, 0.999), eps=1e-8, weight_decay=0.1)
    after = []
    for g in gradients:
        param.grad = g.clone()
        optimizer.step()
        after.append(param.detach().clone())
    return plain({"start": w, "gradients": gradients, "after": after, "learningRate": 0.02, "weightDecay": 0.1})


def clip():
    a, b = leaf(3, 2, scale=4), leaf(5, scale=4)
    for x in (a, b):
        x.grad = x.detach().clone()
    norm = torch.nn.utils.clip_grad_norm_([a, b], 1.0)
    return plain({"given": [a, b], "limit": 1.0, "norm": norm.item(), "clipped": [a.grad, b.grad]})


models = {"mclea": mclea(), "eva": eva(), "meaformer": meaformer()}
figures = {"losses": losses(), "layers": layers(), **models, "adamw": adamw(), "clip": clip()}
Path(__file__).with_name("figures.json").write_text(json.dumps(figures, indent=None, separators=(",", ":")) + "\n")
