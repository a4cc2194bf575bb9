// Where a value lies. An optional of the value's own type would be the obvious place; but in
// generic code the type of the optional is looked up at run time whenever it is touched, and once
// more when the future goes: 60 to 100 ns for each job. So a future without its type holds two
// words, and the value lies in them, or in a box to which they point.

extension AnyFuture {
  /// What the two words are.
  @usableFromInline
  enum Holding: UInt8, Sendable {
    case nothing
    /// The bytes of a value that needs no more.
    case words
    /// The same of one that says how it reads by itself.
    case integer, double, bool, unit
    /// The first is a reference to a ``ValueBox``.
    case box
  }

  /// Lets go of the value, if there is one.
  @usableFromInline
  final func dropValue() {
    if unsafe storedHolding == .box,
      let box = unsafe UnsafeRawPointer(bitPattern: storedWords.0)
    {
      unsafe Unmanaged<AnyObject>.fromOpaque(box).release()
    }
    unsafe storedHolding = .nothing
  }

  /// Whether an outcome lies in objects.
  final var holdsObjects: Bool { unsafe storedHolding == .box || error != nil }

  /// Takes the value out; returns what holds it, if that is more than its bytes.
  final func takeValue() -> AnyObject? {
    defer { unsafe storedHolding = .nothing }
    guard unsafe storedHolding == .box else { return nil }
    return unsafe UnsafeRawPointer(bitPattern: storedWords.0).map {
      unsafe Unmanaged<AnyObject>.fromOpaque($0).takeRetainedValue()
    }
  }
}

extension AnyFuture {
  /// Whether the worker has to note how the value reads: it does not say so by itself.
  final var wantsPreview: Bool {
    switch unsafe storedHolding {
    case .integer, .double, .bool, .unit: false
    case .nothing, .words, .box: true
    }
  }

  /// How the value reads that says so by itself, for whoever asks later.
  final var shortPreview: ShortPreview? {
    let bits = unsafe UInt64(storedWords.0)
    return switch unsafe storedHolding {
    case .integer: ShortPreview(kind: .integer, bits: bits)
    case .double: ShortPreview(kind: .double, bits: bits)
    case .bool: ShortPreview(kind: .bool, bits: bits & 1)
    case .unit: ShortPreview(kind: .unit, bits: 0)
    case .nothing, .words, .box: nil
    }
  }

  /// How the value reads, for whoever asks later.
  ///
  /// Only once it is there.
  final var preview: ResultPreview {
    let bits = unsafe storedWords.0
    return switch unsafe storedHolding {
    case .nothing: .none
    case .integer: .integer(Int(bitPattern: bits))
    case .double: .double(Double(bitPattern: UInt64(bits)))
    case .bool: .bool(bits & 1 != 0)
    case .unit: .unit
    case .words, .box: valuePreview
    }
  }
}

/// A value that does not fit in two words, or is more than its bytes.
@usableFromInline
final class ValueBox<Value: Sendable>: Sendable {
  @usableFromInline let value: Value

  @inlinable
  init(_ value: Value) {
    self.value = value
  }
}

extension Future {
  /// Whether a value is no more than its bytes, and few.
  @inlinable
  static var fitsInWords: Bool {
    _isPOD(Value.self) && MemoryLayout<Value>.size <= 16 && MemoryLayout<Value>.alignment <= 8
  }

  /// What the two words are, where a value fits in them.
  @inlinable
  static var holdingOfWords: Holding {
    if Value.self == Int.self { return .integer }
    if Value.self == Double.self { return .double }
    if Value.self == Bool.self { return .bool }
    return Value.self == Void.self || Value.self == NoValue.self ? .unit : .words
  }

  /// What the job returned, once it is finished.
  @inlinable
  var returned: Value? {
    switch unsafe storedHolding {
    case .nothing: nil
    case .words, .integer, .double, .bool, .unit:
      unsafe withUnsafeBytes(of: storedWords) { unsafe $0.load(as: Value.self) }
    case .box:
      unsafe UnsafeRawPointer(bitPattern: storedWords.0).map {
        unsafe Unmanaged<ValueBox<Value>>.fromOpaque($0).takeUnretainedValue().value
      }
    }
  }

  /// Keeps what the job returned.
  @inlinable
  func keep(_ value: Value) {
    dropValue()
    if Self.fitsInWords {
      unsafe withUnsafeMutableBytes(of: &storedWords) {
        unsafe $0.storeBytes(of: value, as: Value.self)
      }
      unsafe storedHolding = Self.holdingOfWords
    } else {
      let box = unsafe Unmanaged.passRetained(ValueBox(value)).toOpaque()
      unsafe storedWords = (UInt(bitPattern: box), 0)
      unsafe storedHolding = .box
    }
  }
}
