"""A program on a pseudo-terminal of 160 by 50, and what it writes and costs."""

import fcntl
import os
import pathlib
import pty
import signal
import statistics
import struct
import termios
import threading
import time

COLUMNS, ROWS = 160, 50
# Bytes that come closer together than this belong to one frame.
FRAME_GAP = 0.02


class Watched:
    """A program, from its start to its end."""

    def __init__(self, arguments, environment):
        self.chunks = []  # (when, how many bytes)
        self.tail = b""
        self.pid, self.terminal = pty.fork()
        if self.pid == 0:
            fcntl.ioctl(1, termios.TIOCSWINSZ, struct.pack("HHHH", ROWS, COLUMNS, 0, 0))
            os.execvpe(arguments[0], arguments, environment)
        threading.Thread(target=self._read, daemon=True).start()

    def _read(self):
        while True:
            try:
                piece = os.read(self.terminal, 65536)
            except OSError:
                return
            if not piece:
                return
            self.chunks.append((time.monotonic(), len(piece)))
            self.tail = (self.tail + piece)[-65536:]

    def __enter__(self):
        return self

    def __exit__(self, *_):
        os.kill(self.pid, signal.SIGKILL)
        os.waitpid(self.pid, 0)
        os.close(self.terminal)

    # What it writes.

    def wait_for(self, text, seconds=60):
        """Waits until a text was written as it stands, in one go."""
        self._wait(lambda: text.encode() in self.tail, f"'{text}'", seconds)
        self.tail = b""

    def wait_for_pause(self, seconds=60):
        """Waits until a frame is over."""
        self._wait(lambda: self.chunks and self._silence() > FRAME_GAP, "the end of a frame", seconds)

    def _silence(self):
        return time.monotonic() - self.chunks[-1][0]

    def _wait(self, condition, what, seconds):
        deadline = time.monotonic() + seconds
        while not condition():
            if time.monotonic() > deadline:
                raise SystemExit(f"not in time: {what}\n{self.tail[-2000:]!r}")
            time.sleep(0.002)

    def frames(self, begin, end):
        """The bytes of each frame that began in a stretch of time."""
        frames, last = [], None
        for when, count in list(self.chunks):
            if last is None or when - last > FRAME_GAP:
                frames.append([when, 0])
            frames[-1][1] += count
            last = when
        return [count for when, count in frames if begin <= when < end]

    # What is typed.

    def press(self, key):
        os.write(self.terminal, key.encode())

    def answer(self, key):
        """Presses a key right after a frame; returns the seconds until something is written."""
        self.wait_for_pause()
        seen, begin = len(self.chunks), time.monotonic()
        self.press(key)
        self._wait(lambda: len(self.chunks) > seen, f"an answer to {key!r}", 10)
        return self.chunks[seen][0] - begin

    def repaint(self, key="\x0c"):
        """The bytes of the frame that follows a key: Ctrl-L draws everything again."""
        self.wait_for_pause()
        begin = time.monotonic()
        self.press(key)
        time.sleep(0.06)
        return self.frames(begin, begin + 0.05)[0]

    # What it costs.

    @property
    def processor_seconds(self):
        # Linux makes the clock of any process from its number.
        return time.clock_gettime(((~self.pid) << 3) | 2)

    @property
    def worker_seconds(self):
        """What the threads of the pool's workers and of the scenario's player have taken of that."""
        nanoseconds = 0
        for task in pathlib.Path(f"/proc/{self.pid}/task").iterdir():
            name = (task / "comm").read_text()
            if "Executor-" in name or "scenario" in name:
                nanoseconds += int((task / "schedstat").read_text().split()[0])
        return nanoseconds / 1e9

    @property
    def resident_bytes(self):
        with open(f"/proc/{self.pid}/statm") as figures:
            return int(figures.read().split()[1]) * os.sysconf("SC_PAGESIZE")

    def measure(self, seconds):
        """Looks on for a while; returns a :class:`Stretch`."""
        begin, spent, worked = time.monotonic(), self.processor_seconds, self.worker_seconds
        time.sleep(seconds)
        end = time.monotonic()
        spent, worked = self.processor_seconds - spent, self.worker_seconds - worked
        return Stretch(self.frames(begin, end), end - begin, spent, worked)


class Stretch:
    """What a program wrote and spent in some seconds."""

    def __init__(self, frames, seconds, processor_seconds, worker_seconds):
        self.frames = frames
        self.seconds = seconds
        self.processor_seconds = processor_seconds
        self.own_seconds = processor_seconds - worker_seconds

    @property
    def frame_bytes(self):
        return statistics.median(self.frames) if self.frames else 0

    @property
    def bytes_per_second(self):
        return sum(self.frames) / self.seconds

    @property
    def processor_share(self):
        return self.processor_seconds / self.seconds

    @property
    def own_share(self):
        return self.own_seconds / self.seconds

    @property
    def own_seconds_per_frame(self):
        return self.own_seconds / max(1, len(self.frames))
