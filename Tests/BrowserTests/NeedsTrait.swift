#if !Command
#error("what these tests test is built with the trait Command alone: swift test --traits Command")
#endif
