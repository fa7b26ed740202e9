# The door of the house. Each line is a script that can be run by itself.
.PHONY: setup build test check fmt run

setup:
	tools/setup.sh

build: setup
	tools/build.sh

test:
	./test

# What is quick to check without a build.
check:
	python3 tools/check_layers.py
	python3 tools/check_sizes.py
	python3 tools/check_tree.py
	python3 tools/check_vietnamese.py
	git ls-files '*.cpp' '*.h' | xargs clang-format-14 --dry-run --Werror

fmt:
	git ls-files '*.cpp' '*.h' | xargs clang-format-14 -i

run:
	./run
