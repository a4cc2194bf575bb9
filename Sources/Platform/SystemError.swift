private import Glibc

/// A call to the system that failed: which one, and why.
package struct SystemError: Error, Sendable, Hashable, Codable {
  /// The call's name, with what it was asked for.
  package let call: String
  /// The system's number for the reason.
  package let code: Int32

  package init(call: String, code: Int32) {
    self.call = call
    self.code = code
  }
}

extension SystemError: CustomStringConvertible {
  package var description: String {
    // glibc keeps the sentence for each thread apart.
    let sentence = unsafe strerror(code).map { unsafe String(cString: $0) } ?? "unknown error"
    return "\(call): \(sentence) (\(code))"
  }
}
