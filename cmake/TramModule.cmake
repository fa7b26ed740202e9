# tram_module(<folder> DEPENDS <folder>...): one static library from the sources of src/<folder>.
#
# Found by suffix, so that adding a file needs no edit here: *_test.cpp joins the test program of its
# layer, *_fuzz.cpp becomes a fuzz target of its own, every other *.cpp is the module.
# tools/check_layers.py holds the includes against DEPENDS.
function(tram_module folder)
    cmake_parse_arguments(ARG "" "" "DEPENDS;LINK" ${ARGN})
    string(REPLACE "/" "_" name ${folder})
    set(dir ${PROJECT_SOURCE_DIR}/src/${folder})
    file(GLOB sources CONFIGURE_DEPENDS ${dir}/*.cpp)
    set(tests ${sources})
    set(fuzzers ${sources})
    list(FILTER tests INCLUDE REGEX "_test\\.cpp$")
    list(FILTER fuzzers INCLUDE REGEX "_fuzz\\.cpp$")
    list(FILTER sources EXCLUDE REGEX "_(test|fuzz)\\.cpp$")

    set(links tram_options ${ARG_LINK})
    foreach(dependency IN LISTS ARG_DEPENDS)
        string(REPLACE "/" "_" target ${dependency})
        list(APPEND links tram_${target})
    endforeach()
    if(sources)
        add_library(tram_${name} STATIC ${sources})
        target_link_libraries(tram_${name} PUBLIC ${links})
    else()
        add_library(tram_${name} INTERFACE)
        target_link_libraries(tram_${name} INTERFACE ${links})
    endif()

    if(tests AND BUILD_TESTING)
        string(REGEX MATCH "^[a-z]+" layer ${folder})
        set_property(GLOBAL APPEND PROPERTY TRAM_TESTS_${layer} ${tests})
        set_property(GLOBAL APPEND PROPERTY TRAM_TEST_LINKS_${layer} tram_${name})
    endif()
    if(fuzzers AND TRAM_FUZZ)
        foreach(source IN LISTS fuzzers)
            get_filename_component(target ${source} NAME_WE)
            add_executable(${target} ${source})
            target_link_libraries(${target} PRIVATE tram_${name})
            target_link_options(${target} PRIVATE -fsanitize=fuzzer)
        endforeach()
    endif()
endfunction()

# One PostgreSQL cluster for a whole run of ctest: each test is a process of its own, and starting a
# cluster takes two seconds. It ends with ctest however that ends, being told its process id.
function(tram_test_postgres)
    set(script ${PROJECT_SOURCE_DIR}/tools/postgres_cluster.sh)
    set(dir ${PROJECT_BINARY_DIR}/postgres)
    add_test(NAME postgres.start COMMAND sh -c "exec ${script} start ${dir} $PPID")
    add_test(NAME postgres.stop COMMAND ${script} stop ${dir})
    set_tests_properties(postgres.start PROPERTIES FIXTURES_SETUP postgres SKIP_RETURN_CODE 77)
    set_tests_properties(postgres.stop PROPERTIES FIXTURES_CLEANUP postgres)
endfunction()

# One test program a layer: few links, and `ctest -R fhir` runs a layer.
function(tram_layer_tests)
    foreach(layer base platform fhir record care insight exchange api app)
        get_property(tests GLOBAL PROPERTY TRAM_TESTS_${layer})
        get_property(links GLOBAL PROPERTY TRAM_TEST_LINKS_${layer})
        if(tests)
            add_executable(${layer}_tests ${tests})
            target_link_libraries(${layer}_tests PRIVATE ${links} GTest::gmock_main)
            # From the root of the tree, where tests run: what is compiled is the same in every checkout, so a
            # compiler cache serves them all.
            file(RELATIVE_PATH build ${PROJECT_SOURCE_DIR} ${PROJECT_BINARY_DIR})
            target_compile_definitions(${layer}_tests PRIVATE TRAM_SOURCE_DIR="."
                TRAM_TEST_POSTGRES_DIR="${build}/postgres")
            # Halves the time a test takes to compile; what it tests stays as it ships.
            target_compile_options(${layer}_tests PRIVATE -O0)
            if(layer MATCHES "^(base|fhir)$")
                set(fixtures "")
            else()
                set(fixtures PROPERTIES FIXTURES_REQUIRED postgres)
            endif()
            gtest_discover_tests(${layer}_tests TEST_PREFIX ${layer}. DISCOVERY_TIMEOUT 60
                WORKING_DIRECTORY ${PROJECT_SOURCE_DIR} ${fixtures})
        endif()
    endforeach()
endfunction()
