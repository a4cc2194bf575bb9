/// Integer arithmetic over what is known of an attempt.
indirect enum Arithmetic: Sendable, Hashable {
  /// A name that stands for an integer.
  enum Name: String, Sendable, CaseIterable {
    case n, key, attempt
  }

  /// Two numbers become one.
  enum Operation: Character, Sendable {
    case add = "+"
    case subtract = "-"
    case multiply = "*"
    case divide = "/"
    case remainder = "%"
  }

  case integer(Int)
  case name(Name)
  case negated(Arithmetic)
  case operation(Operation, Arithmetic, Arithmetic)
}

/// Why arithmetic has no value.
package enum ArithmeticError: Error, Sendable, Hashable, CustomStringConvertible {
  /// The number is too large for 64 bits.
  case overflow
  /// Something was divided by zero.
  case divisionByZero

  package var description: String {
    switch self {
    case .overflow: "the number is too large"
    case .divisionByZero: "division by zero"
    }
  }
}

// MARK: - Computing

extension Arithmetic {
  /// Computes the value.
  func value(_ context: TemplateContext) throws(ArithmeticError) -> Int {
    switch self {
    case .integer(let value):
      return value
    case .name(.n):
      return context.n
    case .name(.key):
      return context.key
    case .name(.attempt):
      return context.attempt
    case .negated(let inner):
      return try Self.checked((0).subtractingReportingOverflow(inner.value(context)))
    case .operation(let operation, let left, let right):
      return try operation.apply(left.value(context), right.value(context))
    }
  }

  fileprivate static func checked(
    _ result: (partialValue: Int, overflow: Bool)
  ) throws(ArithmeticError) -> Int {
    guard !result.overflow else { throw .overflow }
    return result.partialValue
  }
}

extension Arithmetic.Operation {
  fileprivate func apply(_ left: Int, _ right: Int) throws(ArithmeticError) -> Int {
    switch self {
    case .add: return try Arithmetic.checked(left.addingReportingOverflow(right))
    case .subtract: return try Arithmetic.checked(left.subtractingReportingOverflow(right))
    case .multiply: return try Arithmetic.checked(left.multipliedReportingOverflow(by: right))
    case .divide, .remainder:
      guard right != 0 else { throw .divisionByZero }
      return try Arithmetic.checked(
        self == .divide
          ? left.dividedReportingOverflow(by: right)
          : left.remainderReportingOverflow(dividingBy: right))
    }
  }
}
