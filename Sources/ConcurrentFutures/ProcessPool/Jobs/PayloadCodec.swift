internal import FoundationEssentials

// Bytes, text, and plain numbers travel as they are, and so do arrays of numbers: JSON takes 1 µs
// for an `Int`, each way, and 50 to 95 ms for 100,000 doubles; as they are, both are a copy of
// memory. Parent and worker run on one machine, so both have the same byte order.

/// How a job's inputs and outputs travel.
final class JobCodecs<Input: Codable & Sendable, Output: Codable & Sendable>: Sendable {
  let input: PayloadCodec<Input>
  let output: PayloadCodec<Output>

  init(_ coder: any JobCoder) {
    input = PayloadCodec(coder)
    output = PayloadCodec(coder)
  }
}

/// How values of one type travel.
struct PayloadCodec<Value: Codable & Sendable>: Sendable {
  let encode: @Sendable (Value) throws -> [UInt8]
  let decode: @Sendable ([UInt8]) throws -> Value
  /// The same for one of many values, without memory of its own for each where that is possible.
  let append: @Sendable (Value, inout [UInt8]) throws -> Void
  let read: @Sendable (ArraySlice<UInt8>) throws -> Value

  /// Finds out how values of a type travel.
  init(_ coder: any JobCoder) {
    let (encode, decode) =
      Self.bytes ?? Self.text ?? Self.number ?? Self.numbers
      ?? ({ try coder.encode($0) }, { try coder.decode(Value.self, from: $0) })
    self.encode = encode
    self.decode = decode
    if let (append, read) = Self.numberAmongMany {
      self.append = append
      self.read = read
    } else {
      append = { $1 += try encode($0) }
      read = { try decode(Array($0)) }
    }
  }

  private typealias Streaming = (
    append: @Sendable (Value, inout [UInt8]) throws -> Void,
    read: @Sendable (ArraySlice<UInt8>) throws -> Value
  )

  private static var numberAmongMany: Streaming? {
    plainAmongMany(Int.self) ?? plainAmongMany(Double.self)
  }

  private static func plainAmongMany<Number: BitwiseCopyable>(_ type: Number.Type) -> Streaming? {
    guard Value.self == Number.self else { return nil }
    return (
      { value, bytes in unsafe withUnsafeBytes(of: value) { unsafe bytes.append(contentsOf: $0) } },
      { bytes in
        guard bytes.count == MemoryLayout<Value>.size else {
          throw JobCodingError("\(bytes.count) bytes came as a \(Value.self)")
        }
        return unsafe bytes.withUnsafeBytes { back(unsafe $0.loadUnaligned(as: Number.self)) }
      }
    )
  }

  private typealias Coding = (
    encode: @Sendable (Value) throws -> [UInt8], decode: @Sendable ([UInt8]) throws -> Value
  )

  /// Treats a value as one of another type, which it is.
  private static func same<Other>(_ value: Value, as other: Other.Type) -> Other {
    precondition(Value.self == Other.self, "\(Value.self) is not \(Other.self)")
    return unsafe unsafeBitCast(value, to: Other.self)
  }

  private static func back<Other>(_ value: Other) -> Value {
    precondition(Value.self == Other.self, "\(Value.self) is not \(Other.self)")
    return unsafe unsafeBitCast(value, to: Value.self)
  }

  private static var bytes: Coding? {
    if Value.self == [UInt8].self {
      return ({ same($0, as: [UInt8].self) }, { back($0) })
    }
    if Value.self == Data.self {
      return ({ [UInt8](same($0, as: Data.self)) }, { back(Data($0)) })
    }
    if Value.self == NoValue.self { return ({ _ in [] }, { _ in back(NoValue()) }) }
    return nil
  }

  private static var text: Coding? {
    guard Value.self == String.self else { return nil }
    return (
      { Array(same($0, as: String.self).utf8) },
      { bytes in
        guard let text = String(validating: bytes, as: UTF8.self) else {
          throw JobCodingError("what came as a text is not UTF-8")
        }
        return back(text)
      }
    )
  }

  private static var number: Coding? {
    plain(Int.self) ?? plain(Double.self) ?? plain(UInt.self) ?? plain(Int64.self)
      ?? plain(UInt64.self) ?? plain(Int32.self) ?? plain(UInt32.self) ?? plain(Float.self)
  }

  private static var numbers: Coding? {
    plainArray(Double.self) ?? plainArray(Float.self) ?? plainArray(Int.self)
      ?? plainArray(Int32.self)
  }

  private static func plain<Number: BitwiseCopyable>(_ type: Number.Type) -> Coding? {
    guard Value.self == Number.self else { return nil }
    return (
      { value in unsafe withUnsafeBytes(of: value) { unsafe [UInt8]($0) } },
      { bytes in
        guard bytes.count == MemoryLayout<Value>.size else {
          throw JobCodingError("\(bytes.count) bytes came as a \(Value.self)")
        }
        return unsafe bytes.withUnsafeBytes { back(unsafe $0.loadUnaligned(as: Number.self)) }
      }
    )
  }

  private static func plainArray<Number: BitwiseCopyable>(_ type: Number.Type) -> Coding? {
    guard Value.self == [Number].self else { return nil }
    return (
      { value in unsafe same(value, as: [Number].self).withUnsafeBytes { unsafe [UInt8]($0) } },
      { bytes in
        let size = MemoryLayout<Number>.stride
        guard bytes.count % size == 0 else {
          throw JobCodingError("\(bytes.count) bytes came as \(Value.self)")
        }
        let numbers = unsafe [Number](unsafeUninitializedCapacity: bytes.count / size) {
          memory, count in
          unsafe UnsafeMutableRawBufferPointer(memory).copyBytes(from: bytes)
          count = bytes.count / size
        }
        return back(numbers)
      }
    )
  }
}
