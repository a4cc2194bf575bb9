@main struct Pooltop { static func main() {} }
