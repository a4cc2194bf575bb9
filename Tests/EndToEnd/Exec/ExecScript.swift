import TerminalDriver

/// Runs a script in which `pooltop` stands for the program, in a folder of its own.
func script(
  _ text: String, _ check: @escaping @Sendable (Outcome, ScratchFolder) throws -> Void
) async throws {
  try await onOwnThread {
    let scratch = try ScratchFolder()
    try check(try runScript(text, in: scratch), scratch)
  }
}

func runScript(_ text: String, in scratch: ScratchFolder) throws -> Outcome {
  let file = try scratch.write(
    "cd '\(scratch.path("."))' || exit\npooltop() { '\(Project.pooltop)' \"$@\"; }\n\(text)\n",
    to: "script")
  return try runPiped(["sh", file])
}
