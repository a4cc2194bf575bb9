import TerminalDriver
import Testing

/// Real commands side by side, where what they say or what is told of them finds no room.
@Suite("exec, without room", .timeLimit(.minutes(5)))
struct ExecWithoutRoomTests {
  @Test("a disk that is full is told, and ends it")
  func fullDisk() async throws {
    try await script("pooltop exec -- echo ::: a > /dev/full") { outcome, _ in
      #expect(outcome.exitCode == 255)
      #expect(outcome.errors.contains("could not be written: No space left on device"))
    }
  }

  @Test("a job log that cannot be written is told once, and the exit code says so")
  func fullJobLog() async throws {
    try await script("pooltop exec --joblog /dev/full -- echo ::: a b; echo $?") { outcome, _ in
      #expect(outcome.lines.last == "255")
      #expect(
        outcome.errors == "pooltop: the job log '/dev/full' could not be written: No space left "
          + "on device (28)\n")
    }
  }

  @Test("a limit to the size of files is told like a full disk, and ends nobody")
  func sizeLimit() async throws {
    try await script(
      #"""
      mkfifo gate; export TMPDIR=.; ulimit -f 20
      seq 400 | pooltop exec --joblog log -- true; echo $?
      pooltop exec -k -j2 -- 'case {} in 1) read x < gate ;; 4) echo > gate ;; esac
        printf %08000d {}' ::: 1 2 3 4
      echo $?
      """#
    ) { outcome, _ in
      #expect(outcome.lines.first == "255" && outcome.output.hasSuffix("255\n"))
      #expect(
        outcome.errors
          == "pooltop: the job log 'log' could not be written: File too large (27)\n"
          + "pooltop: output cannot be kept in '.', and TMPDIR can name another folder: "
          + "File too large (27)\n")
    }
  }

  @Test("where nothing can be kept, the folder is named")
  func noFolder() async throws {
    try await script("TMPDIR=/no/such/folder pooltop exec -- echo ::: a") { outcome, _ in
      #expect(outcome.exitCode == 1)
      let sentence =
        "output cannot be kept in '/no/such/folder', and TMPDIR can name another folder"
      #expect(outcome.errors.contains(sentence), "\(outcome.errors)")
    }
  }

  @Test("a disk that is full of what commands say is told, and ends it", .ifDisksCanBeMounted)
  func fullDiskOfSpools() async throws {
    try await script(
      onDisk(
        "1m", #"pooltop exec -- 'head -c 3000000 /dev/zero; true' ::: a | wc -c"#)
    ) { outcome, _ in
      #expect((1..<3_000_000).contains(outcome.lines.first.flatMap { Int($0) } ?? 0))
      #expect(outcome.errors.contains(noRoom), "\(outcome.errors)")
    }
  }

  @Test("a disk that is nearly full is none, where all that was said is kept", .ifDisksCanBeMounted)
  func nearlyFullDisk() async throws {
    try await script(
      onDisk(
        "128k",
        #"head -c 100000 /dev/zero > disk/data; pooltop exec -j1 -- 'true; echo' ::: a b; echo $?"#)
    ) { outcome, _ in
      #expect(outcome.lines.suffix(3) == ["a", "b", "0"], "\(outcome.errors)")
    }
  }

  @Test(
    "on a disk without a free block, one that says nothing is whole, and one that tries is not",
    .ifDisksCanBeMounted)
  func noFreeBlock() async throws {
    try await script(
      onDisk(
        "128k",
        #"""
        cat /dev/zero > disk/data 2> errors
        pooltop exec -j1 -- true ::: a b; echo $?
        pooltop exec -j1 -- 'echo said; true #' ::: a b; echo $?
        """#)
    ) { outcome, _ in
      #expect(outcome.lines == ["0", "255"], "\(outcome.errors)")
      #expect(outcome.errors.contains(noRoom), "\(outcome.errors)")
    }
  }

  @Test(
    "with -k what waits for its turn may fill it, and one that still runs is cut",
    .ifDisksCanBeMounted)
  func fullDiskOfWaiting() async throws {
    try await script(
      onDisk(
        "1m",
        #"""
        mkfifo gate back
        pooltop exec -k -j2 -- 'case {} in
          1) read x < gate ;;
          2) head -c 400000 /dev/zero ;;
          3) head -c 3000000 /dev/zero; echo > gate; read x < back ;;
          4) echo > back ;;
        esac' ::: 1 2 3 4 > output
        echo $?
        """#)
    ) { outcome, _ in
      #expect(outcome.lines.last == "255")
      #expect(outcome.errors.contains(noRoom), "\(outcome.errors)")
    }
  }

  private let noRoom =
    "pooltop: output cannot be kept in 'disk', and TMPDIR can name another "
    + "folder: No space left on device (28)"

  /// A script that has a disk of its own for what commands say.
  private func onDisk(_ size: String, _ text: String) -> String {
    """
    cat > on-disk <<'end of text'
    pooltop() { TMPDIR=disk '\(Project.pooltop)' "$@"; }
    mkdir disk && mount -t tmpfs -o size=\(size) none disk || exit
    \(text)
    end of text
    unshare --user --map-root-user --mount sh on-disk
    """
  }
}

extension Trait where Self == ConditionTrait {
  /// Not everywhere may a test have a disk.
  fileprivate static var ifDisksCanBeMounted: Self {
    .enabled("a disk can be mounted here") {
      try await onOwnThread {
        let mount = "unshare --user --map-root-user --mount mount -t tmpfs none /tmp"
        return try runPiped(["sh", "-c", mount]).exitCode == 0
      }
    }
  }
}
