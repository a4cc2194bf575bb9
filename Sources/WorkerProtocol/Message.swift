// What a parent and a worker process say to each other, over one stream of bytes in each direction.
//
//   worker ──hello──► parent            who I am, and which jobs I know
//   parent ──begin──► worker            your name; run this first
//   worker ──ready | initializerThrew──► parent
//   parent ──run | runChunk──► worker   one at a time
//   worker ──log | progressed──► parent any number, at any time
//   worker ──returned | chunkReturned | threw | notDecoded | notEncoded──► parent
//   parent ──exit──► worker

/// One message between a parent and a worker process.
package struct Message: Sendable, Equatable {
  /// What a message is about.
  package enum Kind: UInt8, Sendable, CaseIterable {
    case hello = 1
    case begin, ready, initializerThrew
    case run, runChunk, exit
    case log, progressed
    case returned, chunkReturned, threw, notDecoded, notEncoded
  }

  package var kind: Kind
  /// Which run it belongs to, counted over the life of the worker from 1; 0 for none.
  package var run: UInt64
  /// What is said about the payload: small, and in the protocol's own form.
  package var note: [UInt8]
  /// A value in the form that its coder gave it.
  package var payload: [UInt8]

  package init(_ kind: Kind, run: UInt64 = 0, note: [UInt8] = [], payload: [UInt8] = []) {
    self.kind = kind
    self.run = run
    self.note = note
    self.payload = payload
  }
}
