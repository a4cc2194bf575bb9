import Foundation
import TerminalDriver
import Testing

/// Completion in a shell.
@Suite(
  "completion", .enabled(if: Tmux.isAvailable), .serialized, .timeLimit(.minutes(5)))
struct CompletionTests {
  private static func isThere(_ shell: String) -> Bool {
    !Tmux.output("command -v \(shell)").isEmpty
  }

  @Test("in bash the Tab key completes commands and options", .enabled(if: isThere("bash")))
  func bash() async throws {
    try await onOwnThread {
      let scratch = try ScratchFolder()
      let script = scratch.path("completion.bash")
      let tmux = try Tmux(columns: 80, rows: 24)
      tmux.run("\(Project.pooltop) --generate-completion-script bash > \(script); exec bash --norc")
      tmux.run("pooltop() { :; }; PS1='bash> '; . \(script); clear")
      try tmux.waitUntil("bash is ready") { tmux.lines.first == "bash>" }
      tmux.press("pooltop che", "Tab")
      try tmux.waitFor("pooltop check")
      tmux.press("C-u", "pooltop run --sp", "Tab")
      try tmux.waitFor("pooltop run --speed")
      tmux.press("C-u", "pooltop exec --jobl", "Tab")
      try tmux.waitFor("pooltop exec --joblog")
    }
  }

  @Test("in zsh the Tab key completes commands and options", .enabled(if: isThere("zsh")))
  func zsh() async throws {
    try await onOwnThread {
      let scratch = try ScratchFolder()
      let folder = scratch.path(".")
      let tmux = try Tmux(columns: 80, rows: 24)
      tmux.run(
        "\(Project.pooltop) --generate-completion-script zsh > \(folder)/_pooltop; exec zsh -f")
      tmux.run(
        "pooltop() { :; }; PS1='zsh> '; fpath=(\(folder) $fpath); autoload -Uz compinit; "
          + "compinit -u -D; clear")
      try tmux.waitUntil("zsh is ready") { tmux.lines.first == "zsh>" }
      tmux.press("pooltop che", "Tab")
      try tmux.waitFor("pooltop check")
      tmux.press("C-u", "pooltop run --sp", "Tab")
      try tmux.waitFor("pooltop run --speed")
      // Several would match, and are listed with what they do.
      tmux.press("C-u", "pooltop exec --jo", "Tab")
      try tmux.waitFor("--joblog  -- Write a line for each command")
    }
  }

  @Test("in fish commands and options are offered with what they do", .enabled(if: isThere("fish")))
  func fish() async throws {
    try await onOwnThread {
      let scratch = try ScratchFolder()
      let outcome = try pooltop("--generate-completion-script", "fish")
      let script = try scratch.write(outcome.output, to: "completion.fish")
      let asked = ["pooltop che", "pooltop run --sp", "pooltop exec --jobl"]
        .map { "; complete -C '\($0)'" }.joined()
      let answer = try runPiped([
        "env", "HOME=\(scratch.path("."))", "fish", "-c",
        "function pooltop; end; source \(script)\(asked)",
      ])
      #expect(answer.lines.map { $0.prefix { $0 != "\t" } } == ["check", "--speed", "--joblog"])
    }
  }

  @Test(
    "what zsh and fish are given is a script of theirs",
    arguments: ["zsh", "fish"].filter { isThere($0) })
  func syntax(_ shell: String) async throws {
    try await onOwnThread {
      let scratch = try ScratchFolder()
      let outcome = try pooltop("--generate-completion-script", shell)
      let script = try scratch.write(outcome.output, to: "completion")
      #expect(try runPiped([shell, "-n", script]).exitCode == 0)
    }
  }
}
