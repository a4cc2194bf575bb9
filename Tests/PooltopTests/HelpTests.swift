import ArgumentParser
import Testing

@testable import PoolObservation
@testable import pooltop

/// What the program says about itself.
@Suite struct HelpTests {
  @Test("each command shows how it is used")
  func examples() {
    for command in Pooltop.configuration.subcommands {
      let help = Pooltop.helpMessage(for: command)
      #expect(help.contains("EXAMPLE"), "\(command._commandName)")
      #expect(help.contains("pooltop \(command._commandName) "), "\(command._commandName)")
      #expect(Pooltop.helpMessage().contains("\(command._commandName) "))
    }
  }

  @Test("every event of --json is named where it is asked for")
  func events() {
    let words = Pooltop.helpMessage(for: RunCommand.self)
      .split { !$0.isLetter && $0 != "_" }.map(String.init)
    for event in EventName.allCases {
      #expect(words.contains(event.rawValue), "\(event)")
    }
  }
}
