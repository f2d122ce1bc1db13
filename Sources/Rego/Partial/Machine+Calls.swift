extension Machine {
  /// Calls a built-in outside of any code.
  func call(builtin index: Int, _ values: [Value]) -> Value {
    guard let frame = unsafe push(Int32(values.count)) else { return .undefined }
    defer { pop(Int32(values.count)) }
    // SAFETY: the frame has a register for every value.
    for (number, value) in values.enumerated() { unsafe frame[number] = value }
    return unsafe invoke(builtin: Int32(index), frame, values.count)
  }
}
